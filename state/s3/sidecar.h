// S3Sidecar: the journal and the history of one state on S3, in objects of their own below
// `KEY.tenon/`. An object cannot be appended to, so a segment is added by writing the newest object
// again with it at the end, and a full one is followed by the next number:
//   KEY.tenon/journal/0000000001   "RUN LENGTH\n" and so many bytes, again and again
//   KEY.tenon/history/…            one object a run; names sort the newest first
// Numbers are given out by If-None-Match, so that two runs never write into one object. Threads:
// one at a time. Cost: read_all() is one list request where there is no journal; append() is one
// PUT; clear() is one DELETE for each object, and one PUT for the history.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "state/s3/objects.h"

namespace tenon {

class S3Sidecar {
 public:
  S3Sidecar(std::shared_ptr<S3Connection> connection, const std::string& key)
      : connection_(connection), objects_(std::move(connection)), prefix_(key + ".tenon/") {}

  Status append(const std::string& run, std::string_view segment);
  Result<std::vector<std::string>> read_all();
  // Removes every object of the journal but one that holds `keep`, if that is not empty.
  Status clear(const std::string& run, std::string_view history, std::string_view keep);
  Result<std::vector<std::string>> history(std::size_t limit);
  Status remove_everything();

 private:
  Status look();

  const std::shared_ptr<S3Connection> connection_;
  S3Objects objects_;
  const std::string prefix_;
  bool looked_ = false;
  std::vector<std::string> known_;  // objects of the journal, oldest first
  std::uint64_t last_ = 0;          // the highest number in use
  std::string open_key_;            // the object that append() adds to
  std::string open_etag_;
  std::string open_text_;
};

}  // namespace tenon
