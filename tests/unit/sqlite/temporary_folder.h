// TemporaryFolder: a fresh folder that goes with the test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tenon {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tenon-sqlite-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  std::string file(const std::string& name = "tenon.db") const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace tenon
