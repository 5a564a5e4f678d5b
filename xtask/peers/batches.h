// What every peer program of the benchmarks does: answers `CASE COUNT` on a line with the nanoseconds that COUNT runs of
// the case took, and `CASE 0` with what one run made, in hexadecimal. Cases are `WORK MESSAGE`, and MESSAGE is a file with
// `|` for SOH in the folder that the program is started with.
#pragma once

#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace batches {

// Keeps the compiler from leaving out work whose result nobody reads.
template <typename T> inline void keep(const T &value) {
  asm volatile("" : : "r"(&value) : "memory");
}

struct Field {
  int tag;
  std::string value;
};

inline std::string read(const std::string &path) {
  std::ifstream file(path);
  std::string text;
  if (!std::getline(file, text)) {
    std::cerr << "can't read " << path << std::endl;
    std::exit(1);
  }
  for (char &c : text)
    if (c == '|')
      c = '\x01';
  return text;
}

// The fields between BodyLength(9) and CheckSum(10).
inline std::vector<Field> fields(const std::string &message) {
  std::vector<Field> found;
  for (size_t at = 0; at < message.size();) {
    size_t equals = message.find('=', at), end = message.find('\x01', at);
    int tag = std::stoi(message.substr(at, equals - at));
    if (tag != 8 && tag != 9 && tag != 10)
      found.push_back({tag, message.substr(equals + 1, end - equals - 1)});
    at = end + 1;
  }
  return found;
}

// One run, and what it made as bytes.
struct Case {
  std::function<void(long)> run;
  std::function<std::string()> made;
};

inline int serve(const std::map<std::string, Case> &cases) {
  std::string work, message;
  long count;
  while (std::cin >> work >> message >> count) {
    auto found = cases.find(work + " " + message);
    if (found == cases.end()) {
      std::cerr << "no case " << work << " " << message << std::endl;
      return 1;
    }
    if (count == 0) {
      for (unsigned char c : found->second.made())
        std::printf("%02x", c);
      std::printf("\n");
    } else {
      auto start = std::chrono::steady_clock::now();
      found->second.run(count);
      auto took = std::chrono::steady_clock::now() - start;
      std::printf("%lld\n", (long long)std::chrono::duration_cast<std::chrono::nanoseconds>(took).count());
    }
    std::fflush(stdout);
  }
  return 0;
}

} // namespace batches
