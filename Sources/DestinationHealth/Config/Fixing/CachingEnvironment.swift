import Synchronization

/// Reads each file once, however often it is asked for, so that two readings of a config see the same values. Who may
/// read which file is of no interest here.
final class CachingEnvironment: ConfigEnvironment {
    private struct Place: Hashable {
        let path: [UInt8]
        let directory: [UInt8]?
    }

    private let environment: any ConfigEnvironment
    private let contents = Mutex<[Place: Result<[UInt8], FileReadError>]>([:])

    init(_ environment: any ConfigEnvironment) {
        self.environment = environment
    }

    func variable(_ name: String) -> String? { environment.variable(name) }

    func contents(ofFile path: String, relativeTo directory: String?, maximumBytes: Int) throws(FileReadError)
        -> [UInt8]
    {
        let place = Place(path: Array(path.utf8), directory: directory.map { Array($0.utf8) })
        if let known = contents.withLock({ $0[place] }) { return try known.get() }
        let environment = environment
        let read = Result { () throws(FileReadError) in
            try environment.contents(ofFile: path, relativeTo: directory, maximumBytes: maximumBytes)
        }
        contents.withLock { $0[place] = read }
        return try read.get()
    }
}
