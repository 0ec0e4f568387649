/** The Kubernetes manifests, checked without a cluster. */
@NullMarked
package io.grove.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
