// Expectations: the cases that are known not to pass, each with its reason, and the count of all. A
// case that passes although it is listed, and an entry that names no case, are failures as well.
// List: a line for each case, "name: reason"; '#' begins a comment.
#pragma once

#include <iostream>
#include <map>
#include <set>
#include <string>

#include "schema/base/env.h"
#include "schema/base/text.h"

namespace tenon::aws {

class Expectations {
 public:
  // False where the list cannot be read.
  bool load(const std::string& path) {
    const auto text = system_env().read_file(path);
    if (!text) {
      std::cerr << text.error().message << "\n";
      return false;
    }
    for (const std::string& line : split(*text, '\n')) {
      if (line.empty() || line[0] == '#') continue;
      const auto colon = line.find(": ");
      if (colon == std::string::npos) {
        std::cerr << path << ": a line needs \"name: reason\": " << line << "\n";
        return false;
      }
      listed_[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return true;
  }

  // `problem` is empty where the case passed.
  void record(const std::string& name, const std::string& problem) {
    ++all_;
    const auto found = listed_.find(name);
    if (found != listed_.end()) {
      used_.insert(name);
      if (problem.empty()) {
        std::cout << "LISTED, BUT PASSES " << name << "\n";
        ++wrong_;
      }
      return;
    }
    if (problem.empty()) {
      ++passed_;
      return;
    }
    std::cout << "FAIL " << name << "\n" << problem << "\n";
    ++wrong_;
  }

  // Prints the sum; the exit status.
  int finish(const char* kind) {
    for (const auto& [name, reason] : listed_) {
      if (used_.count(name) > 0) continue;
      std::cout << "LISTED, BUT NO CASE " << name << "\n";
      ++wrong_;
    }
    std::cout << all_ << " " << kind << " cases: " << passed_ << " pass, " << used_.size()
              << " are listed with a reason, " << wrong_ << " wrong\n";
    return wrong_ == 0 && all_ > 0 ? 0 : 1;
  }

 private:
  std::map<std::string, std::string> listed_;
  std::set<std::string> used_;
  std::size_t all_ = 0;
  std::size_t passed_ = 0;
  std::size_t wrong_ = 0;
};

}  // namespace tenon::aws
