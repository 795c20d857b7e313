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
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
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

/// What is between a place and the next suspension, or the end of its block;
/// and, but for the pauses, what can be reached from there.
struct Stretch {
  CallBase *Enter = nullptr;
  bool Quiet = true;
  bool KeepsStatus = true;
  bool Suspends = false;
  SmallVector<CallBase *, 1> Pauses;

  /// Adds what is behind; true if that is new.
  bool add(const Stretch &Next) {
    bool New = (!Enter && Next.Enter) || (Quiet && !Next.Quiet) ||
               (KeepsStatus && !Next.KeepsStatus);
    if (!Enter)
      Enter = Next.Enter;
    Quiet &= Next.Quiet;
    KeepsStatus &= Next.KeepsStatus;
    return New;
  }
};

/// Linear in the size of the body: from most places where a body is resumed
/// most of the others may be reached.
class UnseenStates {
public:
  UnseenStates(Function &F, const Markers &M) : M(M) {
    for (BasicBlock &Block : F)
      Heads[&Block] = read(Block.begin(), Block);
    for (BasicBlock &Block : F)
      Work.push_back(&Block);
    while (!Work.empty()) {
      BasicBlock *Block = Work.pop_back_val();
      for (BasicBlock *Before : predecessors(Block))
        if (Stretch &S = Heads[Before]; !S.Suspends && S.add(Heads[Block]))
          Work.push_back(Before);
    }
  }

  void run() {
    readParts();
    auto Any = pausesBehind([](const Part &) { return true; });
    auto Loud =
        pausesBehind([](const Part &P) { return !P.Quiet || !P.Enter; });
    auto Changed = pausesBehind([](const Part &P) { return !P.KeepsStatus; });
    SmallPtrSet<CallBase *, 16> Replaced;
    for (Part &P : Parts)
      if (P.Enter && P.Quiet && Replaced.insert(P.Enter).second)
        replace(*P.Enter, /*WithStore=*/&P == &Parts[0]);
    for (CallBase *Pause : Any)
      if (!Loud.count(Pause))
        replace(*Pause, /*WithStore=*/Changed.count(Pause));
  }

private:
  /// From one place where the body is resumed.
  struct Part : Stretch {
    SmallVector<BasicBlock *, 2> Next;
  };

  void readParts() {
    Parts.resize(1 + M.Suspends.size());
    for (unsigned I = 0; I < Parts.size(); ++I) {
      CallBase &Resumed = I ? *M.Suspends[I - 1] : *M.Begin;
      Part &P = Parts[I];
      if (auto *Invoke = dyn_cast<InvokeInst>(&Resumed)) {
        P.Next.push_back(Invoke->getNormalDest());
      } else {
        BasicBlock &Block = *Resumed.getParent();
        static_cast<Stretch &>(P) =
            read(std::next(Resumed.getIterator()), Block);
        if (!P.Suspends)
          append_range(P.Next, successors(&Block));
      }
      for (BasicBlock *Next : P.Next)
        P.add(Heads[Next]);
    }
  }

  /// The pauses that parts of a kind come to.
  SmallSetVector<CallBase *, 16>
  pausesBehind(function_ref<bool(const Part &)> IsMeant) {
    SmallSetVector<CallBase *, 16> Result;
    SmallPtrSet<BasicBlock *, 16> Seen;
    auto Enter = [&](ArrayRef<CallBase *> Pauses, auto &&Next) {
      Result.insert(Pauses.begin(), Pauses.end());
      for (BasicBlock *Block : Next)
        if (Seen.insert(Block).second)
          Work.push_back(Block);
    };
    for (const Part &P : Parts)
      if (IsMeant(P))
        Enter(P.Pauses, P.Next);
    while (!Work.empty()) {
      BasicBlock *Block = Work.pop_back_val();
      const Stretch &S = Heads[Block];
      if (S.Suspends)
        Result.insert(S.Pauses.begin(), S.Pauses.end());
      else
        Enter(S.Pauses, successors(Block));
    }
    return Result;
  }

  Stretch read(BasicBlock::iterator I, BasicBlock &Block) {
    Stretch S;
    for (; I != Block.end() && !S.Suspends; ++I)
      if (auto *Call = dyn_cast<CallBase>(&*I))
        visit(S, *Call);
    return S;
  }

  void visit(Stretch &S, CallBase &Call) {
    switch (called(Call)) {
    case Called::Enter:
      S.Enter = &Call;
      break;
    case Called::Pause:
      S.Pauses.push_back(&Call);
      break;
    case Called::Quiet:
      break;
    case Called::SetsFlag:
      S.KeepsStatus = false;
      break;
    case Called::Suspend:
      S.Suspends = true;
      break;
    case Called::Other:
      S.Quiet &= Functions.isQuiet(Call);
    }
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
  DenseMap<BasicBlock *, Stretch> Heads; ///< from the beginnings of blocks
  SmallVector<BasicBlock *, 16> Work;
  SmallVector<Part, 8> Parts; ///< the first begins at the begin marker
  QuietFunctions Functions;
};

} // namespace

void removeUnseenStates(Function &F, const Markers &M) {
  UnseenStates(F, M).run();
}

} // namespace yieldc
