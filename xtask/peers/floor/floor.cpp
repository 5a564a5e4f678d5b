// The floor below any decoder of tag=value: what has to be looked at, and nothing kept but two sums.
//
// SSE2 finds the SOHs of 16 bytes at once and adds the bytes up; each SOH ends a field, whose tag is read digit by digit.
// No frame, no checks, no bounds, no index: a decoder does all this, and then its work.
#include "../batches.h"

#include <cstdint>
#include <cstring>
#include <emmintrin.h>

namespace {

struct Sums {
  uint64_t bytes = 0, tags = 0;
};

inline uint64_t tag_at(const char *at) {
  uint64_t tag = 0;
  for (; *at != '='; ++at)
    tag = tag * 10 + uint64_t(*at - '0');
  return tag;
}

// `bytes` has room for 16 more than `length`, which are zero.
Sums floor_of(const char *bytes, size_t length) {
  const __m128i soh = _mm_set1_epi8(1), zero = _mm_setzero_si128();
  __m128i total = zero;
  Sums sums;
  const char *field = bytes;
  for (size_t at = 0; at < length; at += 16) {
    __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes + at));
    total = _mm_add_epi64(total, _mm_sad_epu8(block, zero));
    unsigned mask = unsigned(_mm_movemask_epi8(_mm_cmpeq_epi8(block, soh)));
    while (mask != 0) {
      sums.tags += tag_at(field);
      field = bytes + at + __builtin_ctz(mask) + 1;
      mask &= mask - 1;
    }
  }
  sums.bytes = uint64_t(_mm_cvtsi128_si64(total)) + uint64_t(_mm_cvtsi128_si64(_mm_srli_si128(total, 8)));
  return sums;
}

batches::Case scan(const std::string &message) {
  auto *bytes = new std::vector<char>(message.size() + 16, 0);
  std::memcpy(bytes->data(), message.data(), message.size());
  size_t length = message.size();
  return {[=](long count) {
            for (long i = 0; i < count; ++i) {
              const char *data = bytes->data();
              batches::keep(data);
              batches::keep(floor_of(data, length));
            }
          },
          [=] {
            Sums sums = floor_of(bytes->data(), length);
            return std::to_string(sums.bytes) + " " + std::to_string(sums.tags);
          }};
}

} // namespace

int main(int, char **arguments) {
  std::map<std::string, batches::Case> cases;
  for (std::string name : {"new-order-single", "execution-report"})
    cases["scan " + name] = scan(batches::read(arguments[1] + ("/" + name + ".txt")));
  return batches::serve(cases);
}
