package io.grove.client;

/** What an entry of an access control list allows. */
public enum Permission {
    /** To read data and metadata, to list children, and to be told of changes. */
    READ('r'),
    /** To set data. */
    WRITE('w'),
    /** To create children. */
    CREATE('c'),
    /** To delete children. Who may delete a znode is a matter of its parent. */
    DELETE('d'),
    /** To set the access control list. */
    ADMIN('a');

    private final char letter;

    Permission(char letter) {
        this.letter = letter;
    }

    /** The letter that stands for it in the short form of a list. */
    public char letter() {
        return letter;
    }

    /** The permission with this letter; {@link IllegalArgumentException} when there is none. */
    public static Permission ofLetter(char letter) {
        for (Permission permission : values()) {
            if (permission.letter == letter) {
                return permission;
            }
        }
        throw new IllegalArgumentException("'" + letter + "' is no permission; they are r, w, c, d and a");
    }
}
