#include <cloudagent_disposition.hpp>

int main()
{
    return cloudagent::header_matches() ? 0 : 1;
}
