package io.grove.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resources that are applied together.
 *
 * @param name where they come from
 * @param resources the resources
 */
record Manifests(String name, List<HasMetadata> resources) {

    /** Reads files of one or more documents each. */
    static Manifests read(String name, List<Path> files) {
        List<HasMetadata> resources = new ArrayList<>();
        for (Path file : files) {
            for (String document : text(file).split("(?m)^---$", -1)) {
                if (!document.isBlank()) {
                    resources.add(parse(document));
                }
            }
        }
        return new Manifests(name, resources);
    }

    static HasMetadata parse(String document) {
        return Serialization.unmarshal(document, HasMetadata.class);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one resource of a type. */
    <T> T the(Class<T> type) {
        List<T> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError(name + " has " + found.size() + " resources of type " + type.getSimpleName());
        }
        return found.get(0);
    }

    <T> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    Service service(String serviceName) {
        return all(Service.class).stream()
                .filter(service -> service.getMetadata().getName().equals(serviceName))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no service " + serviceName));
    }

    PodSpec pod() {
        return the(StatefulSet.class).getSpec().getTemplate().getSpec();
    }

    Container container() {
        return pod().getContainers().get(0);
    }

    /** The container's port of this name. */
    Optional<Integer> port(String portName) {
        return container().getPorts().stream()
                .filter(port -> port.getName().equals(portName))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    /** The map of settings, when it has been rendered. */
    Optional<ConfigMap> settings() {
        return all(ConfigMap.class).stream().findFirst();
    }

    /** Fields that Kubernetes does not know; the parser keeps them without a word. */
    List<String> unknownFields() {
        List<String> found = new ArrayList<>();
        resources.forEach(resource -> collect(
                resource, resource.getKind() + " " + resource.getMetadata().getName(), found));
        return found;
    }

    private static void collect(Object value, String path, List<String> found) {
        if (value instanceof Collection<?> items) {
            items.forEach(item -> collect(item, path + "[]", found));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> collect(item, path + "." + key, found));
        } else if (value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            for (Method method : value.getClass().getMethods()) {
                collectGetter(value, method, path, found);
            }
        }
    }

    private static void collectGetter(Object bean, Method method, String path, List<String> found) {
        if (!method.getName().startsWith("get") || method.getParameterCount() > 0) {
            return;
        }
        Object value = call(bean, method);
        if (method.getName().equals("getAdditionalProperties") && value instanceof Map<?, ?> unknown) {
            unknown.keySet().forEach(key -> found.add(path + "." + key));
        } else if (value != null && !(value instanceof Enum) && !(value instanceof Class)) {
            collect(value, path + "." + method.getName().substring("get".length()), found);
        }
    }

    private static Object call(Object bean, Method method) {
        try {
            return method.invoke(bean);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.toString(), e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
