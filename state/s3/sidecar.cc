#include "state/s3/sidecar.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace tenon {

namespace {

// A new object is begun beyond this: what is written again with each segment stays small.
constexpr std::size_t kFullBytes = 128 * 1024;
constexpr std::int64_t kEndOfTime = 9'999'999'999'999;  // milliseconds
constexpr int kTries = 100;

std::string padded(std::uint64_t number, int digits) {
  std::string text = std::to_string(number);
  const auto wanted = static_cast<std::size_t>(digits);
  return text.size() < wanted ? std::string(wanted - text.size(), '0') + text : text;
}

std::uint64_t number_of(const std::string& key) {
  const auto slash = key.rfind('/');
  std::uint64_t number = 0;
  const char* begin = key.data() + (slash == std::string::npos ? 0 : slash + 1);
  std::from_chars(begin, key.data() + key.size(), number);
  return number;
}

// "RUN LENGTH\nbytes…"
Status split_segments(const std::string& key, std::string_view text,
                      std::vector<std::string>& segments) {
  while (!text.empty()) {
    const auto line = text.find('\n');
    const auto space = text.substr(0, line).rfind(' ');
    std::size_t length = 0;
    bool fine = line != std::string_view::npos && space != std::string_view::npos;
    if (fine) {
      const char* end = text.data() + line;
      const auto parsed = std::from_chars(text.data() + space + 1, end, length);
      fine = parsed.ec == std::errc() && parsed.ptr == end && length <= text.size() - line - 1;
    }
    if (!fine) {
      return make_error(ErrorCategory::Corrupt,
                        "the journal object " + key +
                            " is damaged: it is not made of whole segments. It says what an "
                            "interrupted run of tenon had begun; look at it before you remove it");
    }
    segments.emplace_back(text.substr(line + 1, length));
    text.remove_prefix(line + 1 + length);
  }
  return ok_status();
}

}  // namespace

Status S3Sidecar::look() {
  if (looked_) return ok_status();
  ASSIGN_OR_RETURN(known_, objects_.list(prefix_ + "journal/"));
  for (const std::string& key : known_) last_ = std::max(last_, number_of(key));
  looked_ = true;
  return ok_status();
}

Status S3Sidecar::append(const std::string& run, std::string_view segment) {
  RETURN_IF_ERROR(look());
  std::string addition = run + " " + std::to_string(segment.size()) + "\n";
  addition += segment;
  if (!open_key_.empty() && open_text_.size() + addition.size() <= kFullBytes) {
    ASSIGN_OR_RETURN(open_etag_,
                     objects_.put(open_key_, open_text_ + addition, PutIf::Matches, open_etag_));
    open_text_ += addition;
    return ok_status();
  }
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const std::string key = prefix_ + "journal/" + padded(last_ + 1, 10);
    auto etag = objects_.put_if_possible(key, addition, PutIf::Absent);
    ++last_;
    if (etag) {
      known_.push_back(key);
      open_key_ = key;
      open_etag_ = *std::move(etag);
      open_text_ = std::move(addition);
      return ok_status();
    }
    if (etag.error().category != ErrorCategory::Conflict) return std::move(etag).error();
  }
  return make_error(ErrorCategory::Conflict,
                    "another run writes its journal into " + prefix_ + "journal/ all the time");
}

Result<std::vector<std::string>> S3Sidecar::read_all() {
  looked_ = false;
  RETURN_IF_ERROR(look());
  std::vector<std::string> segments;
  for (const std::string& key : known_) {
    ASSIGN_OR_RETURN(const S3Object object, objects_.get(key));
    if (!object.exists) continue;  // its run ended meanwhile
    RETURN_IF_ERROR(split_segments(key, object.text, segments));
  }
  return segments;
}

Status S3Sidecar::clear(const std::string& run, std::string_view history, std::string_view keep) {
  RETURN_IF_ERROR(look());
  if (!history.empty()) {
    const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                                 connection_->env().now().time_since_epoch())
                                 .count();
    const std::string key =
        prefix_ + "history/" +
        padded(static_cast<std::uint64_t>(std::max<std::int64_t>(kEndOfTime - now, 0)), 13) + "-" +
        run;
    ASSIGN_OR_RETURN(const std::string etag, objects_.put(key, history, PutIf::Always));
  }
  std::vector<std::string> old;
  old.swap(known_);
  open_key_.clear();
  open_text_.clear();
  Status status = keep.empty() ? ok_status() : append(run, keep);
  // The oldest first: where this is cut off, results without their intents are left, which is old
  // news; intents without their results would be looked into again.
  while (status && !old.empty()) {
    status = objects_.remove(old.front());
    if (status) old.erase(old.begin());
  }
  known_.insert(known_.begin(), old.begin(), old.end());
  return status;
}

Result<std::vector<std::string>> S3Sidecar::history(std::size_t limit) {
  std::vector<std::string> entries;
  if (limit == 0) return entries;
  ASSIGN_OR_RETURN(const std::vector<std::string> keys, objects_.list(prefix_ + "history/", limit));
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(S3Object object, objects_.get(key));
    if (object.exists) entries.push_back(std::move(object.text));
  }
  return entries;
}

Status S3Sidecar::remove_everything() {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys, objects_.list(prefix_));
  for (const std::string& key : keys) RETURN_IF_ERROR(objects_.remove(key));
  return ok_status();
}

}  // namespace tenon
