// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A body notes that it runs (yieldc_enter), so that nobody resumes it
// meanwhile, and that it does so no more (yieldc_pause). If on the way from
// where it is resumed to where it suspends next no code runs but its own, then
// nobody can: the status may say "suspended" all the time. In a loop like
//
//   for (;; ++n)
//     yield n;
//
// that saves two of four stores.
//
// A part of the body is what can be reached from one place where it is resumed,
// up to the next suspensions and the end. It is quiet if it calls nothing that
// could get at a handle, be it only to ask for its state.

#include "RunningState.h"
#include "Frame.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace yieldc {

namespace {

enum class Called {
  Other,
  Enter,
  Pause,
  Suspend,
  Quiet,   ///< of the header, and takes no other handle than the body's own
  SetsFlag ///< the same; the status is not what it was before the resume
};

Called called(const CallBase &Call) {
  const Function *Callee = Call.getCalledFunction();
  if (!Callee)
    return Called::Other;
  return StringSwitch<Called>(Callee->getName())
      .Case("yieldc_enter", Called::Enter)
      .Case("yieldc_pause", Called::Pause)
      .Case(SuspendMarker, Called::Suspend)
      .Case("yieldc_received", Called::SetsFlag)
      .Case("yieldc_caught", Called::SetsFlag)
      .Case("yieldc_self", Called::Quiet)
      .Case("yieldc_slot", Called::Quiet)
      .Case("yieldc_interrupted", Called::Quiet)
      .Case("yieldc_closed", Called::Quiet)
      .Case("yieldc_returned", Called::Quiet)
      .Case("yieldc_fail", Called::Quiet)
      .Default(Called::Other);
}

/// Functions that run no code but their own, and do not ask for a state.
class QuietFunctions {
public:
  bool isQuiet(const CallBase &Call) {
    if (isa<IntrinsicInst>(Call) || Call.doesNotAccessMemory())
      return true;
    const Function *Callee = Call.getCalledFunction();
    return Callee && isQuiet(*Callee);
  }

private:
  bool isQuiet(const Function &F) {
    if (F.isDeclaration() || F.isInterposable() ||
        F.getName() == "yieldc_public_state")
      return false;
    auto [Known, New] = Answers.try_emplace(&F, false); // if it calls itself
    if (!New)
      return Known->second;
    for (const Instruction &I : instructions(F))
      if (auto *Call = dyn_cast<CallBase>(&I); Call && !isQuiet(*Call))
        return false;
    return Answers[&F] = true;
  }

  DenseMap<const Function *, bool> Answers;
};

/// What can be reached from one place where the body is resumed.
struct Part {
  CallBase *Enter = nullptr;
  bool Quiet = true;
  bool KeepsStatus = true;
};

class UnseenStates {
public:
  explicit UnseenStates(const Markers &M) : M(M) {}

  void run() {
    Parts.resize(1 + M.Suspends.size());
    for (unsigned I = 0; I < Parts.size(); ++I)
      read(I, I ? *M.Suspends[I - 1] : *M.Begin);
    for (Part &P : Parts)
      if (P.Enter && P.Quiet)
        replace(*P.Enter, /*WithStore=*/&P == &Parts[0]);
    for (auto &[Pause, From] : Pauses) {
      bool Quiet = true, Suspended = true;
      for (unsigned I : From) {
        Quiet &= Parts[I].Quiet && Parts[I].Enter;
        Suspended &= Parts[I].KeepsStatus;
      }
      if (Quiet)
        replace(*Pause, /*WithStore=*/!Suspended);
    }
  }

private:
  void read(unsigned Number, CallBase &Resumed) {
    SmallPtrSet<const BasicBlock *, 16> Seen;
    SmallVector<BasicBlock *, 16> Work;
    auto Scan = [&](BasicBlock::iterator I, BasicBlock &Block) {
      for (; I != Block.end(); ++I)
        if (auto *Call = dyn_cast<CallBase>(&*I); Call && !visit(Number, *Call))
          return;
      for (BasicBlock *Next : successors(&Block))
        if (Seen.insert(Next).second)
          Work.push_back(Next);
    };
    if (auto *Invoke = dyn_cast<InvokeInst>(&Resumed))
      Work.push_back(Invoke->getNormalDest());
    else
      Scan(std::next(Resumed.getIterator()), *Resumed.getParent());
    while (!Work.empty()) {
      BasicBlock *Block = Work.pop_back_val();
      Scan(Block->begin(), *Block);
    }
  }

  /// False where the part ends.
  bool visit(unsigned Number, CallBase &Call) {
    Part &P = Parts[Number];
    switch (called(Call)) {
    case Called::Enter:
      P.Enter = &Call;
      break;
    case Called::Pause:
      Pauses[&Call].push_back(Number);
      break;
    case Called::Quiet:
      break;
    case Called::SetsFlag:
      P.KeepsStatus = false;
      break;
    case Called::Suspend:
      return false;
    case Called::Other:
      P.Quiet &= Functions.isQuiet(Call);
    }
    return true;
  }

  /// Removes a call of yieldc_enter or yieldc_pause, or stores "suspended".
  void replace(CallBase &Call, bool WithStore) {
    IRBuilder<> B(&Call);
    if (WithStore)
      B.CreateStore(B.getInt8(Suspended),
                    statusAddress(B, Call.getArgOperand(0)));
    eraseCall(Call);
  }

  const Markers &M;
  SmallVector<Part, 8> Parts; ///< the first begins at the begin marker
  DenseMap<CallBase *, SmallVector<unsigned, 2>>
      Pauses; ///< and who comes there
  QuietFunctions Functions;
};

} // namespace

void removeUnseenStates(Function &F, const Markers &M) {
  UnseenStates(M).run();
}

} // namespace yieldc
