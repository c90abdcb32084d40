import FuzzTargets
import Glibc

/// Which target is driven: the environment tells, since libFuzzer takes every argument for its own.
private let target: FuzzTarget = {
    guard let name = getenv("VALIDATE_FUZZ_TARGET").map({ String(cString: $0) }),
        let target = FuzzTarget(rawValue: name)
    else {
        tell("VALIDATE_FUZZ_TARGET must be one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
        exit(2)
    }
    return target
}()

private func tell(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(2, bytes, bytes.count)
}

/// What libFuzzer calls with every input; a property that does not hold ends the process, which keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let violation = target.violation(of: bytes) {
        tell("\(target.rawValue): \(violation)")
        abort()
    }
    return 0
}
