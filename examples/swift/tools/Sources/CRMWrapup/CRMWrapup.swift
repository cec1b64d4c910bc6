/// Sets the dispositions of a CRM's call records, and says what happened to each call.
///
///     export CLOUDAGENT_CUSTOMER=acme CLOUDAGENT_API_KEY=...
///     crm-wrapup FILE.csv
///
/// The API is get_v2 where CLOUDAGENT_API names none. Of calls whose disposition may or may not be set, it
/// asks CloudAgent's call records at the end: of those that began today, as days are counted in India.
/// The exit status is 0 when every call is settled, 1 when somebody has to come back to one, and 2 when
/// nothing could begin. Ctrl-C stops it after the call at hand.

import CloudAgentDisposition
import Foundation

@main struct CRMWrapup {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first, arguments.count == 1, path != "--help" else {
            refuse("usage: crm-wrapup FILE.csv")
        }
        do {
            let records = try Record.read(path)
            let environment = ProcessInfo.processInfo.environment
            let client = try DispositionClient(
                environment: environment, api: environment["CLOUDAGENT_API"] == nil ? .getV2 : nil)
            exit(await run(try Job(client: client, records: records)))
        } catch {
            refuse("crm-wrapup: \(error)")
        }
    }

    /// Settles the records, and prints what became of them, also of a run that was stopped.
    private static func run(_ job: Job) async -> Int32 {
        let work = Task { await job.settle() }
        let interrupted = onInterrupt { work.cancel() }
        let results = await job.lookUp(await work.value)
        interrupted.cancel()
        print(report(results).joined(separator: "\n"))
        if results.count < job.records.count {
            print("\nStopped before line \(job.records[results.count].line).")
            return 1
        }
        return results.allSatisfy { $0.need == .nobody } ? 0 : 1
    }

    private static func onInterrupt(
        _ stop: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler(handler: stop)
        source.resume()
        return source
    }

    private static func refuse(_ why: String) -> Never {
        FileHandle.standardError.write(Data("\(why)\n".utf8))
        exit(2)
    }
}
