/// Sets the dispositions of a CRM's call records, and says what happened to each call.
///
///     export CLOUDAGENT_CUSTOMER=acme CLOUDAGENT_API_KEY=...
///     crm-wrapup FILE.csv
///
/// CLOUDAGENT_BASE_URL names another server than CloudAgent's in India, and CLOUDAGENT_API another
/// API than get_v2. The exit status is 0 when every call is settled, 1 when somebody has to come back
/// to one, and 2 when nothing could begin. Ctrl-C stops it after the call at hand.

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
            let client = try clientFromEnvironment()
            exit(await run(try Job(client: client, records: records)))
        } catch {
            refuse("crm-wrapup: \(error)")
        }
    }

    /// Settles the records, and prints what became of them, also of a run that was stopped.
    private static func run(_ job: Job) async -> Int32 {
        let work = Task { await job.settle() }
        let interrupted = onInterrupt { work.cancel() }
        let results = await work.value
        interrupted.cancel()
        print(report(results).joined(separator: "\n"))
        if results.count < job.records.count {
            print("\nStopped before line \(job.records[results.count].line).")
            return 1
        }
        return results.allSatisfy { $0.need == .nobody } ? 0 : 1
    }

    /// A client for the account that the environment names.
    private static func clientFromEnvironment() throws -> DispositionClient {
        let account = Account(
            customer: try variable("CLOUDAGENT_CUSTOMER"),
            apiKey: try variable("CLOUDAGENT_API_KEY"))
        let environment = ProcessInfo.processInfo.environment
        let name = environment["CLOUDAGENT_API"] ?? Api.getV2.rawValue
        guard let api = Api(rawValue: name) else {
            throw Unusable(description: "CLOUDAGENT_API: there is no API '\(name)'")
        }
        let baseURL = try environment["CLOUDAGENT_BASE_URL"].map(BaseURL.init) ?? .india
        return try DispositionClient(account: account, api: api, baseURL: baseURL)
    }

    private static func variable(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            throw Unusable(description: "the environment variable \(name) is not set")
        }
        return value
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

/// Something in the environment can't be used.
private struct Unusable: Error, CustomStringConvertible {
    let description: String
}
