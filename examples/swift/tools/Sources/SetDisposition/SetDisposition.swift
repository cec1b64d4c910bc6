/// Sets the disposition of one call and says what happened to it.
///
/// The environment says where, who and with which key. `make demo-swift` runs it against the simulator.
/// The README shows the lines between the two marks.

// README begins
import CloudAgentDisposition
import Foundation

@main struct SetDisposition {
    static func main() async {
        let request = DispositionRequest(
            ucid: "81891723610400001", did: "911140000001", agentID: "ravi.k", disposition: "Sale")
        do {
            let environment = ProcessInfo.processInfo.environment
            let client = try DispositionClient(environment: environment, api: .getV2)
            let receipt = try await client.setDisposition(request)
            print("\(receipt.effect): \(receipt.sentence)")
        } catch {  // a DispositionError tells what happened, too; else a variable can't be used
            print("\((error as? DispositionError)?.effect ?? .notApplied): \(error)")
            exit(EXIT_FAILURE)
        }
    }
}
// README ends
