extension FaultReason {
    /// The rows that have no test. The one place for reasons.
    public static let all: [String: FaultReason] = {
        var reasons: [String: FaultReason] = [:]
        for (part, rows) in open { for row in rows { reasons[row] = .open(part) } }
        for (why, rows) in cannotHappen { for row in rows { reasons[row] = .cannotHappen(why) } }
        return reasons
    }()

    private static let open: [(part: String, rows: [String])] = [
        ("retries and rates", ["N19", "N41", "N42", "N43", "N44", "C4"]),
        ("network and certificates", ["N2", "N5", "N7", "N11", "N12", "N14", "N48", "C6", "C21", "T8"]),
        ("escaping, masking and crashes", ["R2", "R3", "R4", "R5", "R6", "R8", "C28", "C29", "T18"]),
        ("state, locks and files", ["C14", "C17", "C18", "C19", "C22", "C25", "C26"]),
    ]

    private static let cannotHappen: [(why: String, rows: [String])] = [
        ("only HTTP/1.1 is spoken (`CurlTransfer`)", ["N39", "N40", "T11"]),
        ("no page beyond the first is ever asked for", ["P16"]),
        ("no chat or webhook is written to", ["R9"]),
        ("the README says to spread the minute; a program cannot", ["C24"]),
    ]
}
