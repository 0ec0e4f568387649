package io.grove.server.frontdoor.grpc;

import io.grove.server.metrics.Operation;
import io.grove.server.pipeline.Request;

/** Requests of a session stream, inwards. What can't be translated becomes {@link Request.Malformed}. */
final class RequestMapping {
    private RequestMapping() {}

    static Request request(io.grove.api.v1.Request request) {
        try {
            Request translated = translate(request);
            checkWriteNumber(translated, request.getWriteNumber());
            return translated;
        } catch (RefusedException e) {
            return new Request.Malformed(e.refusal());
        }
    }

    private static Request translate(io.grove.api.v1.Request request) {
        return switch (request.getOperationCase()) {
            case CREATE -> WriteMapping.create(request.getCreate());
            case DELETE -> WriteMapping.delete(request.getDelete());
            case SET -> WriteMapping.set(request.getSet());
            case COMMIT -> WriteMapping.commit(request.getCommit());
            case DELETE_TREE -> WriteMapping.deleteTree(request.getDeleteTree());
            case SET_ACL -> WriteMapping.setAcl(request.getSetAcl());
            case SET_QUOTA -> WriteMapping.setQuota(request.getSetQuota());
            case EXISTS -> ReadMapping.STREAM.exists(request.getExists());
            case GET -> ReadMapping.STREAM.get(request.getGet());
            case LIST_CHILDREN -> ReadMapping.STREAM.listChildren(request.getListChildren());
            case SCAN -> ReadMapping.STREAM.scan(request.getScan());
            case LIST_EPHEMERALS -> ReadMapping.STREAM.listEphemerals(request.getListEphemerals());
            case BATCH_READ -> ReadMapping.STREAM.batchRead(request.getBatchRead());
            case SYNC -> new Request.Sync();
            case ADD_WATCH -> WatchMapping.addWatch(request.getAddWatch());
            case REMOVE_WATCH -> WatchMapping.removeWatch(request.getRemoveWatch());
            case WHO_AM_I -> new Request.WhoAmI();
            case AUTHENTICATE ->
                new Request.Authenticate(
                        request.getAuthenticate().getScheme(),
                        request.getAuthenticate().getCredential().toByteArray());
            case GET_ACL, COUNT_DESCENDANTS, GET_QUOTA, LIST_QUOTAS -> throw RefusedException.unknownOperation();
            case OPERATION_NOT_SET -> throw absent(request);
        };
    }

    /** A field that this member does not know is an operation of a newer protocol; without one it was forgotten. */
    private static RefusedException absent(io.grove.api.v1.Request request) {
        boolean isUnknown = !request.getUnknownFields().asMap().isEmpty();
        return isUnknown
                ? RefusedException.unknownOperation()
                : RefusedException.badArguments("the operation is missing");
    }

    private static void checkWriteNumber(Request request, long writeNumber) {
        boolean isWrite = request instanceof Request.Write;
        if (isWrite && writeNumber < 1) {
            throw RefusedException.badArguments("write_number is " + writeNumber + "; writes are numbered from 1");
        }
        if (!isWrite && writeNumber != 0) {
            throw RefusedException.badArguments("write_number is " + writeNumber + "; only writes have one");
        }
    }

    static Operation operation(io.grove.api.v1.Request request) {
        return switch (request.getOperationCase()) {
            case CREATE -> Operation.CREATE;
            case DELETE -> Operation.DELETE;
            case SET -> Operation.SET;
            case COMMIT -> Operation.COMMIT;
            case EXISTS -> Operation.EXISTS;
            case GET -> Operation.GET;
            case LIST_CHILDREN -> Operation.LIST_CHILDREN;
            case SYNC -> Operation.SYNC;
            case ADD_WATCH -> Operation.ADD_WATCH;
            case REMOVE_WATCH -> Operation.REMOVE_WATCH;
            case DELETE_TREE -> Operation.DELETE_TREE;
            case SET_ACL -> Operation.SET_ACL;
            case SET_QUOTA -> Operation.SET_QUOTA;
            case GET_ACL -> Operation.GET_ACL;
            case SCAN -> Operation.SCAN;
            case COUNT_DESCENDANTS -> Operation.COUNT_DESCENDANTS;
            case LIST_EPHEMERALS -> Operation.LIST_EPHEMERALS;
            case BATCH_READ -> Operation.BATCH_READ;
            case GET_QUOTA -> Operation.GET_QUOTA;
            case LIST_QUOTAS -> Operation.LIST_QUOTAS;
            case WHO_AM_I -> Operation.WHO_AM_I;
            case AUTHENTICATE -> Operation.AUTHENTICATE;
            case OPERATION_NOT_SET -> Operation.UNKNOWN;
        };
    }
}
