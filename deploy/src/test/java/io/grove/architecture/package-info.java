/** What must hold for the whole code base: who may know whom, and how the files look. */
package io.grove.architecture;
