"""What the picture loader says when it cannot give the reader a picture."""

WHAT_IT_TAKES = "name_or_path must be a photo's name, a path or the bytes of a file, found {found}"
UNKNOWN_NAME = (
    'there is no photo called "{name}", only {names}; '
    'a file of your own needs a dot or a slash in its path, as in "./{name}"'
)
NEARLY_A_NAME = (
    'there is no photo called "{name}"; did you mean "{near}"? '
    'A file of your own needs a dot or a slash in its path, as in "./{name}"'
)
UPLOAD = "the uploaded file"

NO_SUCH_FILE = "{file} does not exist; check the name, and the folder that the notebook runs in: {folder}"
IS_A_FOLDER = "{file} is a folder; give the path of one picture inside it"
NOT_A_FILE = "{file} is not an ordinary file; give the path of a picture"
EMPTY_FILE = "{file} is empty: 0 bytes; save or download the picture again"
UNREADABLE = "{file} cannot be opened: {reason}"
NOT_AN_IMAGE = "{file} is not a picture that can be read here; expected one of {formats}"
DAMAGED = "{file} starts like a picture but cannot be decoded; it is cut short, damaged or of a rare kind"
TOO_LARGE = "{file} is a picture of more than {limit} million pixels; shrink it in a photo program first"
UNKNOWN_RANGE = (
    "{file} stores numbers of unknown range (mode {mode}), so black and white are not defined; "
    "save it with 8 or 16 bits a channel"
)
BAD_SIZE = "size must be an integer or a pair (height, width), each from 1 to {limit}, found {found}"
