#include "schema/base/env.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <thread>

extern char** environ;

namespace tenon {

namespace {

ErrorCategory category_of(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return ErrorCategory::NotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return ErrorCategory::PermissionDenied;
    case EEXIST:
      return ErrorCategory::AlreadyExists;
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
    case EFBIG:
      return ErrorCategory::Exhausted;
    default:
      return ErrorCategory::Unknown;
  }
}

Error system_error(const std::string& what, const std::string& path, int number) {
  return make_error(category_of(number),
                    "cannot " + what + " " + path + ": " + std::generic_category().message(number));
}

// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  int release() {
    const int number = number_;
    number_ = -1;
    return number;
  }

 private:
  int number_;
};

Status write_all(int descriptor, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return system_error("write", path, errno);
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok_status();
}

class SystemEnv final : public Env {
 public:
  Result<std::string> read_file(const std::string& path, std::uint64_t limit_bytes) override {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) return system_error("read", path, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) return system_error("read", path, errno);
    if (S_ISDIR(status.st_mode)) return system_error("read", path, EISDIR);
    std::string text;
    if (status.st_size > 0) text.reserve(static_cast<std::size_t>(status.st_size));
    std::array<char, 65536> buffer;
    while (true) {
      const ssize_t got = ::read(file.number(), buffer.data(), buffer.size());
      if (got < 0) {
        if (errno == EINTR) continue;
        return system_error("read", path, errno);
      }
      if (got == 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(got));
      if (text.size() > limit_bytes) {
        return make_error(ErrorCategory::Exhausted, "cannot read " + path +
                                                        ": it is larger than the limit of " +
                                                        std::to_string(limit_bytes) + " bytes");
      }
    }
  }

  Status write_file(const std::string& path, std::string_view text, FileMode mode) override {
    const std::string temporary = path + ".tmp-" + std::to_string(::getpid());
    const mode_t bits = mode == FileMode::Private ? 0600 : 0666;
    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, bits));
    if (file.number() < 0) return system_error("write", path, errno);
    Status status = write_all(file.number(), text, path);
    if (status && ::fsync(file.number()) != 0) status = system_error("write", path, errno);
    if (status && ::close(file.release()) != 0) status = system_error("write", path, errno);
    if (status && ::rename(temporary.c_str(), path.c_str()) != 0)
      status = system_error("write", path, errno);
    if (!status) ::unlink(temporary.c_str());
    return status;
  }

  Status remove_file(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) return system_error("remove", path, errno);
    return ok_status();
  }

  Status make_directories(const std::string& path) override {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return system_error("create the folder", path, error.value());
    return ok_status();
  }

  bool file_exists(const std::string& path) override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  }

  bool directory_exists(const std::string& path) override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  }

  Result<std::vector<std::string>> list_directory(const std::string& path) override {
    std::error_code error;
    std::vector<std::string> names;
    for (std::filesystem::directory_iterator it(path, error), end; !error && it != end;
         it.increment(error)) {
      names.push_back(it->path().filename().string());
    }
    if (error) return system_error("list", path, error.value());
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<std::string> absolute_path(const std::string& path) override {
    std::error_code error;
    auto absolute =
        std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
    if (error) return system_error("resolve", path, error.value());
    return absolute.string();
  }

  Result<unsigned> file_permissions(const std::string& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return system_error("read", path, errno);
    return static_cast<unsigned>(status.st_mode & 07777);
  }

  Status set_file_permissions(const std::string& path, unsigned mode) override {
    if (::chmod(path.c_str(), static_cast<mode_t>(mode)) != 0)
      return system_error("change the mode of", path, errno);
    return ok_status();
  }

  std::optional<std::string> variable(const std::string& name) override {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  }

  std::map<std::string, std::string> variables() override {
    std::map<std::string, std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string_view text(*entry);
      const auto equals = text.find('=');
      if (equals != std::string_view::npos)
        all.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return all;
  }

  std::chrono::system_clock::time_point now() override { return std::chrono::system_clock::now(); }
  std::chrono::steady_clock::time_point monotonic() override {
    return std::chrono::steady_clock::now();
  }

  bool sleep(std::chrono::milliseconds duration, const std::function<bool()>& cancelled) override {
    const auto until = monotonic() + duration;
    while (monotonic() < until) {
      if (cancelled && cancelled()) return false;
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - monotonic());
      std::this_thread::sleep_for(
          std::clamp(left, std::chrono::milliseconds(1), std::chrono::milliseconds(50)));
    }
    return !(cancelled && cancelled());
  }

  void random_bytes(std::span<std::uint8_t> to) override {
    while (!to.empty()) {
      const ssize_t got = ::getrandom(to.data(), to.size(), 0);
      if (got < 0) {
        CHECK(errno == EINTR);
        continue;
      }
      to = to.subspan(static_cast<std::size_t>(got));
    }
  }

  std::string user_and_host() override {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
    std::string user = variable("USER").value_or("");
    if (user.empty()) {
      const struct passwd* entry = ::getpwuid(::getuid());
      user = entry != nullptr ? entry->pw_name : std::to_string(::getuid());
    }
    return user + "@" + host.data();
  }

  std::int64_t process_id() override { return ::getpid(); }
};

class Mapping final : public MappedBytes {
 public:
  Mapping(void* at, std::size_t size) : at_(at), size_(size) {
    view_ = std::string_view(static_cast<const char*>(at), size);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() override { ::munmap(at_, size_); }

 private:
  void* at_;
  std::size_t size_;
};

}  // namespace

Result<std::shared_ptr<const MappedBytes>> Env::map_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return system_error("open", path, errno);
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) return system_error("look at", path, errno);
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size == 0) return make_error(ErrorCategory::Corrupt, path + " is empty");
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (at == MAP_FAILED) return system_error("map", path, errno);
  return std::shared_ptr<const MappedBytes>(std::make_shared<Mapping>(at, size));
}

std::string Env::executable_path() {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "" : path.string();
}

Env& system_env() {
  static SystemEnv* env = new SystemEnv();
  return *env;
}

std::string format_utc(std::chrono::system_clock::time_point time, int decimals) {
  const auto since_epoch = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  const auto nanos =
      std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch - seconds).count();
  const std::time_t stamp = static_cast<std::time_t>(seconds.count());
  std::tm fields{};
  ::gmtime_r(&stamp, &fields);
  std::array<char, 32> buffer{};
  std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%S", &fields);
  std::string text = buffer.data();
  if (decimals > 0) {
    std::array<char, 16> fraction{};
    std::snprintf(fraction.data(), fraction.size(), "%09lld", static_cast<long long>(nanos));
    text += "." + std::string(fraction.data(), static_cast<std::size_t>(std::min(decimals, 9)));
  }
  return text + "Z";
}

std::string random_uuid(Env& env) {
  std::array<std::uint8_t, 16> bytes{};
  env.random_bytes(bytes);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 0x0F];
  }
  return text;
}

}  // namespace tenon
