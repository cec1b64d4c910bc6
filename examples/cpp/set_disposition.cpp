// Sets the disposition of one call and says what happened to it.
//
// The environment says where, who and with which key: CLOUDAGENT_BASE_URL, CLOUDAGENT_CUSTOMER and
// CLOUDAGENT_API_KEY. `make demo-cpp` runs it against the simulator. The README shows the lines
// between the two marks.
// README begins
#include <cloudagent_disposition.hpp>
#include <cstdlib>
#include <iostream>

using namespace cloudagent;

int main()
{
    try {
        Given given; // what does not come from the environment
        given.api = Api::get_v2;
        const Client client = Client::from_env(given).value();
        Request request;
        request.ucid = "81891723610400001";
        request.did = "911140000001";
        request.agent_id = "ravi.k";
        request.disposition = "Sale";
        const Receipt receipt = client.set_disposition(request);
        std::cout << name(receipt.effect()) << ": " << receipt.sentence() << '\n';
    } catch (const Error &error) { // it tells what happened, too
        std::cout << name(error.effect()) << ": " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
// README ends
