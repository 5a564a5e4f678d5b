// A QuickFIX acceptor that sends back each NewOrderSingle(D), as QuickFIX's own acceptance server does.
//
// Usage: acceptor PORT file|memory FOLDER DICTIONARY. Prints `ready` when it listens; ends with its standard input.
// One session, FIX.4.4:ISLD->TW44, checked against the dictionary, numbers reset by each logon, nothing logged.

#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/Log.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>

#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <string>

class Echo : public FIX::NullApplication {
  std::set<std::string> seen;

  void fromApp(const FIX::Message& message, const FIX::SessionID& session)
      throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
    if (message.getHeader().getField(35) != "D") throw FIX::UnsupportedMessageType();
    seen.insert(message.getField(11));
    FIX::Message echo = message;
    FIX::Session::sendToTarget(echo, session);
  }
};

// QuickFIX's null log is used where a log has to be; its default writes to the screen.
class NullLogFactory : public FIX::LogFactory {
  FIX::NullLog log;

  FIX::Log* create() override { return &log; }
  FIX::Log* create(const FIX::SessionID&) override { return &log; }
  void destroy(FIX::Log*) override {}
};

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  std::stringstream text;
  text << "[DEFAULT]\nConnectionType=acceptor\nSocketAcceptPort=" << argv[1] << "\nSocketReuseAddress=Y\nSocketNodelay=Y\n"
       << "StartTime=00:00:00\nEndTime=00:00:00\nResetOnLogon=Y\nUseDataDictionary=Y\nFileStorePath=" << argv[3] << "\n"
       << "[SESSION]\nBeginString=FIX.4.4\nSenderCompID=ISLD\nTargetCompID=TW44\nDataDictionary=" << argv[4] << "\n";
  FIX::SessionSettings settings(text);
  Echo echo;
  NullLogFactory log;
  std::unique_ptr<FIX::MessageStoreFactory> store;
  if (std::string(argv[2]) == "file")
    store.reset(new FIX::FileStoreFactory(settings));
  else
    store.reset(new FIX::MemoryStoreFactory());
  FIX::SocketAcceptor acceptor(echo, *store, settings, log);
  acceptor.start();
  std::cout << "ready" << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {}
  acceptor.stop(true);
  return 0;
}
