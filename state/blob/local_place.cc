#include "state/blob/local_place.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon {

namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

std::string note_path(const std::string& path) {
  const std::string folder = folder_of(path);
  return folder + "." + path.substr(folder.size()) + ".lock.info";
}

struct flock whole_file(short kind) {
  struct flock lock {};
  lock.l_type = kind;
  lock.l_whence = SEEK_SET;
  return lock;
}

class LocalLock final : public BlobLock {
 public:
  LocalLock(Env& env, std::string path, LockNote note, int descriptor)
      : env_(env), path_(std::move(path)), note_(std::move(note)), descriptor_(descriptor) {}
  ~LocalLock() override { static_cast<void>(static_cast<bool>(release())); }

  const LockNote& note() const override { return note_; }
  Status release() override {
    if (descriptor_ < 0) return ok_status();
    Status removed = env_.remove_file(note_path(path_));
    // Locking made the file; nothing came of it.
    const auto text = env_.read_file(path_, 1);
    if (text && text->empty()) static_cast<void>(static_cast<bool>(env_.remove_file(path_)));
    ::close(descriptor_);
    descriptor_ = -1;
    return removed;
  }

 private:
  Env& env_;
  const std::string path_;
  const LockNote note_;
  int descriptor_;
};

class LocalBlob final : public StateBlob {
 public:
  LocalBlob(Env& env, std::string path, const LocalOptions& options)
      : env_(env),
        path_(std::move(path)),
        out_(options.out.empty() ? path_ : options.out),
        backup_(options.backup.empty() ? out_ + ".backup" : options.backup) {}

  std::string where() const override { return path_; }

  Result<BlobContent> read(const std::string& known_version) override {
    BlobContent content;
    if (!env_.file_exists(path_)) {
      if (env_.directory_exists(path_))
        return make_error(ErrorCategory::InvalidArgument, path_ + " is a folder, not a state");
      return content;
    }
    ASSIGN_OR_RETURN(content.text, env_.read_file(path_));
    content.exists = true;
    content.version = to_hex(sha256(content.text));
    if (content.version == known_version) {
      content.unchanged = true;
      content.text.clear();
    } else if (content.text.empty() && known_version.empty()) {
      content.exists = false;  // made by a lock
      content.version.clear();
    }
    return content;
  }

  Result<std::string> write(std::string_view text, const std::string& expected) override {
    if (env_.file_exists(out_)) {
      ASSIGN_OR_RETURN(const std::string before, env_.read_file(out_));
      if (out_ == path_ && !before.empty() && to_hex(sha256(before)) != expected)
        return make_error(ErrorCategory::Conflict,
                          path_ + " was changed by somebody else meanwhile");
      if (!before.empty() && backup_ != "-" && !backed_up_) {
        RETURN_IF_ERROR(env_.write_file(backup_, before, FileMode::Private));
      }
      backed_up_ = true;
    }
    if (const std::string folder = folder_of(out_); !folder.empty()) {
      RETURN_IF_ERROR(env_.make_directories(folder));
    }
    RETURN_IF_ERROR(env_.write_file(out_, text, FileMode::Private));
    return to_hex(sha256(text));
  }

  Result<std::unique_ptr<BlobLock>> try_lock(const LockNote& note, LockNote* holder) override {
    if (const std::string folder = folder_of(path_); !folder.empty()) {
      RETURN_IF_ERROR(env_.make_directories(folder));
    }
    const int descriptor = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
      return make_error(errno == EACCES || errno == EROFS ? ErrorCategory::PermissionDenied
                                                          : ErrorCategory::Unknown,
                        path_ + " cannot be opened for writing: " + std::strerror(errno));
    }
    struct flock lock = whole_file(F_WRLCK);
    if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0) {
      const int why = errno;
      ::close(descriptor);
      if (why != EAGAIN && why != EACCES) {
        return make_error(ErrorCategory::Unknown,
                          path_ + " cannot be locked: " + std::strerror(why));
      }
      if (const auto theirs = read_note(); theirs && holder != nullptr) *holder = *theirs;
      return make_error(ErrorCategory::Conflict, path_ + " is locked");
    }
    auto held = std::make_unique<LocalLock>(env_, path_, note, descriptor);
    RETURN_IF_ERROR(
        env_.write_file(note_path(path_), lock_note_json(note) + "\n", FileMode::Private));
    return std::unique_ptr<BlobLock>(std::move(held));
  }

  Result<std::optional<LockNote>> lock_holder() override {
    const int descriptor = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return std::optional<LockNote>();
    struct flock lock = whole_file(F_WRLCK);
    const bool asked = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0;
    ::close(descriptor);
    if (!asked || lock.l_type == F_UNLCK) return std::optional<LockNote>();
    auto theirs = read_note();
    return theirs ? std::optional<LockNote>(*std::move(theirs))
                  : std::optional<LockNote>(LockNote());
  }

  Status force_unlock(const std::string&) override {
    return make_error(ErrorCategory::Unsupported,
                      "the lock of " + path_ +
                          " is the process's that holds it, and ends with it. End that process");
  }

 private:
  Result<LockNote> read_note() {
    ASSIGN_OR_RETURN(const std::string text, env_.read_file(note_path(path_), 1 << 16));
    return lock_note_from_json(text);
  }

  Env& env_;
  const std::string path_;
  const std::string out_;
  const std::string backup_;
  bool backed_up_ = false;
};

class LocalPlace final : public StatePlace {
 public:
  LocalPlace(Env& env, LocalOptions options) : env_(env), options_(std::move(options)) {}

  std::string where() const override { return options_.path; }
  bool is_local() const override { return true; }

  Result<std::vector<std::string>> workspaces() override {
    std::vector<std::string> names{"default"};
    if (env_.directory_exists(options_.workspace_dir)) {
      ASSIGN_OR_RETURN(const auto found, env_.list_directory(options_.workspace_dir));
      for (const std::string& name : found) {
        if (env_.directory_exists(options_.workspace_dir + "/" + name)) names.push_back(name);
      }
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<std::unique_ptr<StateBlob>> open(const std::string& workspace) override {
    return std::unique_ptr<StateBlob>(
        std::make_unique<LocalBlob>(env_, path_of(workspace), options_));
  }

  Status remove(const std::string& workspace) override {
    const std::string path = path_of(workspace);
    const std::string folder = options_.workspace_dir + "/" + workspace;
    const bool has_folder = workspace != "default" && env_.directory_exists(folder);
    if (!has_folder && !env_.file_exists(path))
      return make_error(ErrorCategory::NotFound, "there is no state " + path);
    for (const std::string& file : {path, path + ".backup", note_path(path)}) {
      if (!env_.file_exists(file)) continue;
      RETURN_IF_ERROR(env_.remove_file(file));
    }
    if (workspace == "default") return ok_status();
    if (::rmdir(folder.c_str()) == 0 || errno == ENOENT) return ok_status();
    return make_error(ErrorCategory::Unknown,
                      "the folder " + folder + " cannot be removed: " + std::strerror(errno));
  }

  std::string config_json() const override {
    const auto or_null = [](const std::string& text, const char* usual) {
      return text == usual ? std::string("null") : json_quote(text);
    };
    return "{\"path\":" + or_null(options_.path, "terraform.tfstate") +
           ",\"workspace_dir\":" + or_null(options_.workspace_dir, "terraform.tfstate.d") + "}";
  }

 private:
  std::string path_of(const std::string& workspace) const {
    if (workspace == "default") return options_.path;
    return options_.workspace_dir + "/" + workspace + "/terraform.tfstate";
  }

  Env& env_;
  const LocalOptions options_;
};

void check(Env&, const BackendSettings& settings, Diagnostics& diagnostics) {
  static const std::vector<std::string> kKnown = {"path", "workspace_dir"};
  for (const auto& [name, value] : settings.arguments) {
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
      diagnostics.error("E0641", "Unsupported backend argument",
                        "The backend \"local\" has no argument \"" + name + "\"." +
                            did_you_mean(name, kKnown) + " It takes path and workspace_dir.");
    } else if (!value.is_null() &&
               (!value.is_known() || value.type() != Type::string() || value.as_string().empty())) {
      diagnostics.error("E0642", "Invalid backend argument",
                        "The argument \"" + name +
                            "\" of the backend \"local\" must be a string that is not empty.");
    }
  }
}

Result<std::unique_ptr<StatePlace>> open_place(Env& env, const BackendSettings& settings) {
  LocalOptions options;
  const auto take = [&](const char* name, std::string& to) {
    const auto found = settings.arguments.find(name);
    if (found != settings.arguments.end() && found->second.is_known())
      to = found->second.as_string();
  };
  take("path", options.path);
  take("workspace_dir", options.workspace_dir);
  return make_local_place(env, std::move(options));
}

}  // namespace

const BackendKind kLocalBackend{"local", check, open_place};

std::unique_ptr<StatePlace> make_local_place(Env& env, LocalOptions options) {
  return std::make_unique<LocalPlace>(env, std::move(options));
}

}  // namespace tenon
