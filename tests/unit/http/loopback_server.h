// LoopbackServer: a socket on a free loopback port that answers from a script, so that tests can
// say byte for byte what a server does, and see byte for byte what it was sent.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tenon {

class LoopbackServer {
 public:
  // One answer for each request, raw; the last is given again and again. "" closes the connection
  // without one; kSilence keeps it open and says nothing; kGone closes it and listens no more.
  explicit LoopbackServer(std::vector<std::string> answers);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  static constexpr const char* kSilence = "silence";
  static constexpr const char* kGone = "gone";

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> requests();  // raw: head and body
  int connections() const { return connections_; }

 private:
  void serve();
  void converse(int socket);

  std::vector<std::string> answers_;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::atomic<int> connections_{0};
  std::atomic<bool> stopping_{false};
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
  std::vector<std::thread> conversations_;
};

// A port on which nothing listens.
int closed_port();

}  // namespace tenon
