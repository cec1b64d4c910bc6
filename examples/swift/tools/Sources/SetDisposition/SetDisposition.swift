/// Sets the disposition of one call and says what happened to it.
///
/// The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
/// CLOUDAGENT_API_KEY. `make demo-swift` runs it against the simulator. The README shows the lines
/// between the two marks.

// README begins
import CloudAgentDisposition
import Foundation

@main struct SetDisposition {
    static func main() async {
        let environment = ProcessInfo.processInfo.environment
        let account = Account(
            customer: environment["CLOUDAGENT_CUSTOMER"] ?? "",
            apiKey: environment["CLOUDAGENT_API_KEY"] ?? "")
        let request = DispositionRequest(
            ucid: "81891723610400001", did: "911140000001", agentID: "ravi.k", disposition: "Sale")
        do {
            let baseURL = try BaseURL(environment["CLOUDAGENT_BASE_URL"] ?? "")
            let client = try DispositionClient(account: account, api: .getV2, baseURL: baseURL)
            let receipt = try await client.setDisposition(request)
            print("\(receipt.effect): \(receipt.sentence)")
        } catch {  // a DispositionError tells what happened, too; else the base URL can't be used
            print("\((error as? DispositionError)?.effect ?? .notApplied): \(error)")
            exit(EXIT_FAILURE)
        }
    }
}
// README ends
