/// Regular expressions (ECMA 262) of the points in time that ``Timestamp`` reads.
enum DatePattern {
    /// A date of the calendar, 29 February in leap years only.
    static let date =
        #"(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|"#
        + #"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|"#
        + #"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"#

    /// An RFC 3339 text, or a date alone, from 1970. The hours around the first midnight of 1970 that an offset moves over
    /// it are judged by the year as written.
    static let timestamp =
        #"^(?=19[7-9]|[2-9])"# + date + #"(?:[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)"#
        + #"(?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))?$"#
}
