// A key that this program can use without holding it, and a look through all of its writable memory.
#ifndef CAD_TEST_MEMORY_HPP
#define CAD_TEST_MEMORY_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "cloudagent_disposition.h"

/// A text that stands in memory under a mask: no search for the text finds it.
class Masked {
  public:
    /// Masks a text while it is compiled.
    template <std::size_t size> explicit constexpr Masked(const char (&text)[size]) : length(size - 1)
    {
        for (std::size_t i = 0; i < length; i++) {
            bytes[i] = static_cast<unsigned char>(text[i] ^ mask);
        }
    }

    /// How often it stands in all memory that this process can write to.
    [[nodiscard]] std::size_t count() const;
    /// Writes it as it is. Whoever asks wipes it.
    void unmask(char *out) const
    {
        for (std::size_t i = 0; i < length; i++) {
            out[i] = static_cast<char>(bytes[i] ^ mask);
        }
    }

    static constexpr unsigned char mask = 0x5A;
    std::size_t length;
    unsigned char bytes[64] = {};
};

/// A text as it is, while this lives: then it is wiped.
class Bare {
  public:
    explicit Bare(std::initializer_list<const Masked *> parts)
    {
        for (const Masked *part : parts) {
            part->unmask(bytes_ + length_);
            length_ += part->length;
        }
    }
    Bare(const Bare &) = delete;
    Bare &operator=(const Bare &) = delete;
    ~Bare() { explicit_bzero(bytes_, sizeof bytes_); }

    [[nodiscard]] cad_str view() const { return {bytes_, length_}; }

  private:
    char bytes_[256] = {};
    std::size_t length_ = 0;
};

/// A part of the memory that this process can write to.
struct Region {
    const unsigned char *begin;
    const unsigned char *end;
};

inline std::vector<Region> writable_memory()
{
    std::vector<Region> found;
    FILE *maps = std::fopen("/proc/self/maps", "r");
    char line[512];
    while (maps != nullptr && std::fgets(line, sizeof line, maps) != nullptr) {
        std::uintptr_t begin = 0, end = 0;
        char rights[5] = "";
        if (std::sscanf(line, "%zx-%zx %4s", &begin, &end, rights) == 3 && rights[0] == 'r' &&
            rights[1] == 'w') {
            found.push_back({reinterpret_cast<const unsigned char *>(begin),
                             reinterpret_cast<const unsigned char *>(end)});
        }
    }
    if (maps != nullptr) {
        std::fclose(maps);
    }
    return found;
}

inline std::size_t Masked::count() const
{
    std::size_t found = 0;
    for (const Region &region : writable_memory()) {
        const unsigned char *at = region.begin;
        while (static_cast<std::size_t>(region.end - at) >= length) {
            const std::size_t left = static_cast<std::size_t>(region.end - at) - length + 1;
            at = static_cast<const unsigned char *>(std::memchr(at, bytes[0] ^ mask, left));
            if (at == nullptr) {
                break;
            }
            std::size_t same = 1;
            while (same < length && (at[same] ^ mask) == bytes[same]) {
                same++;
            }
            found += same == length ? 1 : 0;
            at++;
        }
    }
    return found;
}

#endif
