package io.grove.client.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of a session as its client sees it, declared: which event leads from which state to which, and what is done
 * on the way. A pair that is not in the table can't happen; if it does, that is a defect. A test fails for rows that no
 * test visits.
 */
final class SessionLife {

    /** Where the session stands. */
    enum State {
        /** Nothing has begun. */
        NEW,
        /** A stream was begun and Open sent; or Attach, to go on with the session of another client. */
        OPENING,
        /** There is no session yet; the next try waits for its time. */
        OPEN_WAITING,
        /** A member serves the session. */
        CONNECTED,
        /** There is a session and no member; the next try waits for its time. */
        SUSPENDED,
        /** There is a session; a stream was begun and Attach sent. */
        ATTACHING,
        /** The program has closed the client; what came before is still sent, then Close. */
        CLOSING,
        /** Over: closed, or refused from the start. */
        CLOSED,
        /** Over: expired. */
        EXPIRED
    }

    /** What can happen. */
    enum Event {
        /** The client begins. */
        START,
        /** The time of the next try has come. */
        DIAL_DUE,
        /** The member has answered Opened. */
        OPENED,
        /** The stream has ended, or the member is silent, or out of contact with the ensemble for long. */
        BROKEN,
        /** The ensemble says that there is no such session. */
        GONE,
        /** No member was heard of for 4/3 of the timeout. */
        LAPSED,
        /** The member refuses for good what we open the session with, or a credential that we need. */
        REFUSED,
        /** The program closes the client. */
        CLOSE_ASKED,
        /** The member has closed the session, as asked. */
        CLOSE_DONE,
        /** The answer to Close takes too long. */
        CLOSE_LATE
    }

    /** What is done on the way. */
    enum Action {
        /** Begin a stream to the next member. */
        DIAL,
        /** Drop the stream, wait, then try the next member. */
        BACK_OFF,
        /** The first connection: tell the program, send what waits. */
        BEGIN,
        /** As BACK_OFF, and tell the program that the connection is lost. */
        SUSPEND,
        /** Tell the program; send watches, what was unanswered, what waits. */
        RESUME,
        /** Send what waits, then Close. */
        DRAIN,
        /** Fail what is pending with SESSION_EXPIRED, tell watches and program. */
        EXPIRE,
        /** Fail what is pending with CLOSED, tell watches and program. */
        FINISH
    }

    /**
     * A row of the table.
     *
     * @param next where it leads
     * @param action what is done
     */
    record Step(State next, Action action) {}

    private static final Map<State, Map<Event, Step>> TABLE = declare();

    private final BiConsumer<State, Event> observer;
    private State state = State.NEW;

    /** Tells the observer every state and event, before the step is taken. */
    SessionLife(BiConsumer<State, Event> observer) {
        this.observer = observer;
    }

    State state() {
        return state;
    }

    /** Takes the step that the table declares. */
    Action take(Event event) {
        Step step = TABLE.getOrDefault(state, Map.of()).get(event);
        if (step == null) {
            throw new IllegalStateException(event + " can't happen in " + state);
        }
        observer.accept(state, event);
        state = step.next();
        return step.action();
    }

    /** The declared row, if there is one. */
    static @Nullable Step step(State state, Event event) {
        return TABLE.getOrDefault(state, Map.of()).get(event);
    }

    private static Map<State, Map<Event, Step>> declare() {
        Map<State, Map<Event, Step>> table = new EnumMap<>(State.class);
        row(table, State.NEW, Event.START, State.OPENING, Action.DIAL);
        row(table, State.NEW, Event.CLOSE_ASKED, State.CLOSED, Action.FINISH);

        row(table, State.OPENING, Event.OPENED, State.CONNECTED, Action.BEGIN);
        row(table, State.OPENING, Event.BROKEN, State.OPEN_WAITING, Action.BACK_OFF);
        row(table, State.OPENING, Event.GONE, State.EXPIRED, Action.EXPIRE);
        row(table, State.OPENING, Event.REFUSED, State.CLOSED, Action.FINISH);
        row(table, State.OPENING, Event.CLOSE_ASKED, State.CLOSED, Action.FINISH);

        row(table, State.OPEN_WAITING, Event.DIAL_DUE, State.OPENING, Action.DIAL);
        row(table, State.OPEN_WAITING, Event.CLOSE_ASKED, State.CLOSED, Action.FINISH);

        row(table, State.CONNECTED, Event.BROKEN, State.SUSPENDED, Action.SUSPEND);
        row(table, State.CONNECTED, Event.GONE, State.EXPIRED, Action.EXPIRE);
        row(table, State.CONNECTED, Event.REFUSED, State.CLOSED, Action.FINISH);
        row(table, State.CONNECTED, Event.CLOSE_ASKED, State.CLOSING, Action.DRAIN);

        row(table, State.SUSPENDED, Event.DIAL_DUE, State.ATTACHING, Action.DIAL);
        row(table, State.SUSPENDED, Event.LAPSED, State.EXPIRED, Action.EXPIRE);
        row(table, State.SUSPENDED, Event.CLOSE_ASKED, State.CLOSED, Action.FINISH);

        row(table, State.ATTACHING, Event.OPENED, State.CONNECTED, Action.RESUME);
        row(table, State.ATTACHING, Event.BROKEN, State.SUSPENDED, Action.BACK_OFF);
        row(table, State.ATTACHING, Event.GONE, State.EXPIRED, Action.EXPIRE);
        row(table, State.ATTACHING, Event.LAPSED, State.EXPIRED, Action.EXPIRE);
        row(table, State.ATTACHING, Event.CLOSE_ASKED, State.CLOSED, Action.FINISH);

        row(table, State.CLOSING, Event.CLOSE_DONE, State.CLOSED, Action.FINISH);
        row(table, State.CLOSING, Event.BROKEN, State.CLOSED, Action.FINISH);
        row(table, State.CLOSING, Event.GONE, State.CLOSED, Action.FINISH);
        row(table, State.CLOSING, Event.CLOSE_LATE, State.CLOSED, Action.FINISH);
        return table;
    }

    private static void row(Map<State, Map<Event, Step>> table, State from, Event event, State next, Action action) {
        table.computeIfAbsent(from, s -> new EnumMap<>(Event.class)).put(event, new Step(next, action));
    }
}
