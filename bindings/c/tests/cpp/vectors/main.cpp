// Runs the shared vectors: every case of every file of CAD_VECTORS_DIR, else of tests/vectors. None
// is skipped.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "given.hpp"

namespace {

using Run = void (*)(const Json &);

const std::map<std::string, Run> runners = {
    {"classify", run_classify}, {"engine", run_engine}, {"params", run_params},
    {"receipts", run_receipts}, {"urls", run_urls},     {"validate", run_validate},
    {"wire", run_wire},
};

std::size_t run_file(const std::filesystem::path &path)
{
    const std::string stem = path.stem().string();
    const Run run = runners.at(stem);
    std::ifstream stream(path);
    const Json file = Json::parse(stream);
    subject = stem;
    only_keys(file, {"$schema", "format", "cases"});
    CHECK(file.at("format") == 1);
    const Json &cases = file.at("cases");
    CHECK(!cases.empty());
    std::set<std::string> ids;
    for (const Json &one : cases) {
        subject = text_or_empty(one, "id");
        CHECK(!subject.empty() && ids.insert(subject).second);
        CHECK(!text_or_empty(one, "source").empty());
        run(one);
    }
    std::cout << "vectors cpp: " << stem << ": " << cases.size() << " cases\n";
    return cases.size();
}

} // namespace

int main()
{
    const char *named = std::getenv("CAD_VECTORS_DIR");
    std::set<std::filesystem::path> files;
    std::size_t cases = 0;
    try {
        for (const auto &entry :
             std::filesystem::directory_iterator(named != nullptr ? named : "tests/vectors")) {
            if (entry.path().extension() == ".json") {
                files.insert(entry.path());
            }
        }
        CHECK(!files.empty());
        for (const auto &file : files) {
            cases += run_file(file);
        }
    } catch (const std::exception &error) {
        std::cerr << "vectors cpp: " << subject << ": " << error.what() << '\n';
        return EXIT_FAILURE;
    }
    if (failures > 0) {
        std::cerr << "vectors cpp: " << failures << " checks failed, see above\n";
        return EXIT_FAILURE;
    }
    std::cout << "vectors cpp: " << cases << " cases in " << files.size() << " files\n";
    return EXIT_SUCCESS;
}
