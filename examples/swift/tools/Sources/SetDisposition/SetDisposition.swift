/// Sets the disposition of one call and says what happened to it.
///
/// The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
/// CLOUDAGENT_API_KEY. `make demo-swift` runs it against the simulator. The README shows the lines
/// between the two marks.

// README begins
import CloudAgentDisposition
import Foundation

@main struct SetDisposition {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let account = Account(
            customer: environment["CLOUDAGENT_CUSTOMER"] ?? "",
            apiKey: environment["CLOUDAGENT_API_KEY"] ?? "")
        let baseURL = try BaseURL(environment["CLOUDAGENT_BASE_URL"] ?? "")
        let client = try DispositionClient(account: account, api: .getV2, baseURL: baseURL)
        let request = DispositionRequest(
            ucid: "81891723610400001", did: "911140000001", agentID: "ravi.k", disposition: "Sale")
        do {
            let receipt = try await client.setDisposition(request)
            print("\(receipt.effect): \(receipt.sentence)")
        } catch {
            print("\(error.effect): \(error)")  // it tells what happened, too
        }
    }
}
// README ends
