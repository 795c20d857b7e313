// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "GeneratorType.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/PrettyPrinter.h"

using namespace clang;

namespace yieldc {

static const FunctionProtoType *pointedFunction(QualType T) {
  auto *Pointer = T->getAs<PointerType>();
  return Pointer ? Pointer->getPointeeType()->getAs<FunctionProtoType>()
                 : nullptr;
}

bool isNamed(const RecordDecl *Record, llvm::StringRef Name) {
  return Record && Record->getIdentifier() && Record->getName() == Name;
}

std::optional<GeneratorType> GeneratorType::get(QualType T) {
  if (T.isNull() || T->isDependentType())
    return std::nullopt;
  const FunctionProtoType *Outer = pointedFunction(T);
  if (!Outer || Outer->getNumParams() != 2 || Outer->isVariadic())
    return std::nullopt;
  QualType Frame = Outer->getParamType(0), Result = Outer->getParamType(1);
  const FunctionProtoType *Inner = pointedFunction(Outer->getReturnType());
  if (!Frame->isPointerType() || !Result->isPointerType() || !Inner ||
      Inner->getNumParams() != 1 || Inner->isVariadic() ||
      !Inner->getParamType(0)->isPointerType())
    return std::nullopt;
  if (!isNamed(Frame->getPointeeType()->getAsRecordDecl(), "yieldc_frame"))
    return std::nullopt;
  GeneratorType Type{Inner->getReturnType(),
                     Inner->getParamType(0)->getPointeeType(),
                     Result->getPointeeType()};
  const RecordDecl *Mark = Type.Sent->getAsRecordDecl();
  if (isNamed(Mark, "yieldc_task")) {
    Type.Kind = Task;
    Type.Sent = Type.Yielded; // void
  } else if (isNamed(Mark, "yieldc_stream")) {
    Type.Kind = Stream;
    Type.Sent = Type.Result; // void
  }
  return Type;
}

llvm::StringRef GeneratorType::word() const {
  return Kind == Task ? "task" : Kind == Stream ? "stream" : "generator";
}

std::string GeneratorType::str() const {
  PrintingPolicy Policy{LangOptions()};
  // (That of a generator expression has a name of the header's.)
  QualType Named = Yielded;
  if (auto *Typedef = Named->getAs<TypedefType>();
      Typedef && Typedef->getDecl()->getName().starts_with("yieldc_"))
    Named = Named.getCanonicalType();
  std::string Text = (word() + "(").str();
  Text += (Kind == Task ? Result : Named).getAsString(Policy);
  if (Kind == Generator && (!Sent->isVoidType() || !Result->isVoidType()))
    Text += ", " + Sent.getAsString(Policy);
  if (Kind == Generator && !Result->isVoidType())
    Text += ", " + Result.getAsString(Policy);
  return Text + ")";
}

FrameLayout::FrameLayout(const ASTContext &Context, const GeneratorType &Type,
                         bool Delegates)
    : SlotAlign(1) {
  uint64_t Pointer =
      Context.getTypeSizeInChars(Context.VoidPtrTy).getQuantity();
  // As YIELDC_SLOT_OFFSET in frame.h: behind two pointers and two bytes.
  uint64_t SlotBegin = SlotEnd = 2 * Pointer + 2;
  auto Hold = [&](uint64_t Size, uint64_t Align) {
    SlotAlign = std::max(SlotAlign, Align);
    SlotEnd = std::max(SlotEnd, llvm::alignTo(SlotBegin, Align) + Size);
  };
  for (QualType T :
       {Type.Yielded, Type.Sent, Type.Result, QualType(Context.IntTy)})
    if (!T->isVoidType() && !T->isIncompleteType())
      Hold(Context.getTypeSizeInChars(T).getQuantity(),
           Context.getTypeAlignInChars(T).getQuantity());
  if (Delegates) // struct yieldc_links
    Hold(2 * Pointer,
         Context.getTypeAlignInChars(Context.VoidPtrTy).getQuantity());
}

} // namespace yieldc
