package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.command.Command;
import io.grove.tree.ChildFilter;

/** Reads within a commit, inwards. What has no meaning there is refused instead of left out. */
final class CommitReads {
    private CommitReads() {}

    static Command.ReadStat exists(ExistsRequest request) {
        checkPlain(request.hasRead(), request.getWatchId());
        return new Command.ReadStat(FieldMapping.path(request.getPath()));
    }

    static Command.ReadData get(GetRequest request) {
        checkPlain(request.hasRead(), request.getWatchId());
        return new Command.ReadData(FieldMapping.path(request.getPath()));
    }

    static Command.ReadChildren listChildren(ListChildrenRequest request) {
        checkPlain(request.hasRead(), request.getWatchId());
        boolean isPlain = request.getPageSize() == 0
                && request.getPageToken().isEmpty()
                && request.getAfter().isEmpty()
                && request.getBefore().isEmpty()
                && !request.getWithStat()
                && !request.getWithData();
        if (!isPlain) {
            throw RefusedException.badArguments("a commit lists all names of children: only path, filter and order");
        }
        boolean isDescending = switch (request.getOrder()) {
            case CHILD_ORDER_UNSPECIFIED, CHILD_ORDER_ASCENDING -> false;
            case CHILD_ORDER_DESCENDING -> true;
            case UNRECOGNIZED -> throw RefusedException.badArguments("order is not one that this member knows");
        };
        return new Command.ReadChildren(FieldMapping.path(request.getPath()), filter(request), isDescending);
    }

    private static ChildFilter filter(ListChildrenRequest request) {
        return switch (request.getFilter()) {
            case CHILD_FILTER_UNSPECIFIED, CHILD_FILTER_ALL -> ChildFilter.ALL;
            case CHILD_FILTER_PERSISTENT -> ChildFilter.PERSISTENT;
            case CHILD_FILTER_EPHEMERAL -> ChildFilter.EPHEMERAL;
            case UNRECOGNIZED -> throw RefusedException.badArguments("filter is not one that this member knows");
        };
    }

    private static void checkPlain(boolean hasReadOptions, long watchId) {
        if (hasReadOptions || watchId != 0) {
            throw RefusedException.badArguments("a read within a commit has no read options and leaves no watch");
        }
    }
}
