#include "state/sqlite/counting_vfs.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstddef>

namespace tenon {

namespace {

// What SQLite believes to be its file: the real one follows in the same block of memory.
struct CountedFile {
  sqlite3_file base;
  std::atomic<std::uint64_t>* syncs;
};
static_assert(sizeof(CountedFile) % alignof(std::max_align_t) == 0);

CountedFile* counted(sqlite3_file* file) { return reinterpret_cast<CountedFile*>(file); }
sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(counted(file) + 1);
}

int file_close(sqlite3_file* file) {
  sqlite3_file* inner = real(file);
  const int code = inner->pMethods != nullptr ? inner->pMethods->xClose(inner) : SQLITE_OK;
  inner->pMethods = nullptr;
  return code;
}
int file_read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), to, amount, offset);
}
// SQLite takes "no space" for what it is, but a quota or a limit on the size of files for a broken
// disk.
int or_full(int code) {
  const bool full = code != SQLITE_OK && (code & 0xFF) == SQLITE_IOERR &&
                    (errno == EFBIG || errno == EDQUOT || errno == ENOSPC);
  return full ? SQLITE_FULL : code;
}

int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  errno = 0;
  return or_full(real(file)->pMethods->xWrite(real(file), from, amount, offset));
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  errno = 0;
  return or_full(real(file)->pMethods->xTruncate(real(file), size));
}
int file_sync(sqlite3_file* file, int flags) {
  counted(file)->syncs->fetch_add(1, std::memory_order_relaxed);
  return real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int file_lock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int file_unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int file_check_lock(sqlite3_file* file, int* taken) {
  return real(file)->pMethods->xCheckReservedLock(real(file), taken);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int file_sector(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int file_device(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int file_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
  errno = 0;
  return or_full(real(file)->pMethods->xShmMap(real(file), page, size, extend, to));
}
int file_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void file_shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int file_shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}
int file_fetch(sqlite3_file* file, sqlite3_int64 offset, int amount, void** to) {
  return real(file)->pMethods->xFetch(real(file), offset, amount, to);
}
int file_unfetch(sqlite3_file* file, sqlite3_int64 offset, void* page) {
  return real(file)->pMethods->xUnfetch(real(file), offset, page);
}

constexpr sqlite3_io_methods kMethods = {
    3,           file_close,   file_read,     file_write,       file_truncate,  file_sync,
    file_size,   file_lock,    file_unlock,   file_check_lock,  file_control,   file_sector,
    file_device, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap, file_fetch,
    file_unfetch};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* base = sqlite3_vfs_find(nullptr);
  counted(file)->base.pMethods = nullptr;
  counted(file)->syncs = static_cast<std::atomic<std::uint64_t>*>(vfs->pAppData);
  sqlite3_file* inner = real(file);
  inner->pMethods = nullptr;
  const int code = base->xOpen(base, name, inner, flags, out_flags);
  // SQLite closes what has methods, even after a failed open.
  if (inner->pMethods != nullptr) counted(file)->base.pMethods = &kMethods;
  return code;
}

}  // namespace

CountingVfs::CountingVfs() {
  static std::atomic<std::uint64_t> next{1};
  name_ = "tenon-" + std::to_string(next.fetch_add(1));
  sqlite3_initialize();
  const sqlite3_vfs* base = sqlite3_vfs_find(nullptr);
  // All but opening is the original's own affair.
  vfs_ = std::make_unique<sqlite3_vfs>(*base);
  vfs_->szOsFile += static_cast<int>(sizeof(CountedFile));
  vfs_->pNext = nullptr;
  vfs_->zName = name_.c_str();
  vfs_->pAppData = &syncs_;
  vfs_->xOpen = open_file;
  sqlite3_vfs_register(vfs_.get(), 0);
}

CountingVfs::~CountingVfs() { sqlite3_vfs_unregister(vfs_.get()); }

}  // namespace tenon
