#include "state/sqlite/lock_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace tenon {

namespace {

struct flock one_byte(std::uint64_t byte) {
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  range.l_start = static_cast<off_t>(byte);
  range.l_len = 1;
  return range;
}

}  // namespace

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

std::optional<LockFile> LockFile::try_lock(const std::string& path, std::uint64_t byte) {
  LockFile file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (file.descriptor_ < 0) return std::nullopt;
  struct flock range = one_byte(byte);
  if (::fcntl(file.descriptor_, F_OFD_SETLK, &range) != 0) return std::nullopt;
  return file;
}

std::optional<bool> LockFile::is_locked(const std::string& path, std::uint64_t byte) {
  LockFile file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.descriptor_ < 0) {
    if (errno == ENOENT) return false;
    return std::nullopt;
  }
  struct flock range = one_byte(byte);
  if (::fcntl(file.descriptor_, F_OFD_GETLK, &range) != 0) return std::nullopt;
  return range.l_type != F_UNLCK;
}

void LockFile::unlock() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Status create_private_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
    return ok_status();
  }
  const int number = errno;
  if (number == EEXIST) return ok_status();
  ErrorCategory category = ErrorCategory::Unknown;
  if (number == EACCES || number == EPERM || number == EROFS)
    category = ErrorCategory::PermissionDenied;
  if (number == ENOENT || number == ENOTDIR) category = ErrorCategory::NotFound;
  if (number == ENOSPC || number == EDQUOT) category = ErrorCategory::Exhausted;
  return make_error(category, "cannot create the state store " + path + ": " +
                                  std::generic_category().message(number) +
                                  ". Check that its folder exists and may be written by this user");
}

}  // namespace tenon
