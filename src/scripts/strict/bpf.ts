/** One instruction of classic BPF, as `struct sock_filter` of Linux has it. */
export interface Instruction {
  readonly code: number;
  readonly ifTrue: number;
  readonly ifFalse: number;
  readonly operand: number;
}

const loadWord = 0x20;
const jumpIfEqual = 0x15;
const jumpIfAtLeast = 0x35;
const jumpIfAnyBit = 0x45;
const answer = 0x06;

/** Puts the 32-bit word at this offset of the input into the accumulator. */
export function load(offset: number): Instruction {
  return { code: loadWord, ifTrue: 0, ifFalse: 0, operand: offset };
}

/** Ends the program. */
export function answerWith(value: number): Instruction {
  return { code: answer, ifTrue: 0, ifFalse: 0, operand: value };
}

/** Runs the instructions when the accumulator equals the value. */
export function whenEqual(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return [{ code: jumpIfEqual, ifTrue: 0, ifFalse: then.length, operand: value }, ...then];
}

/** Runs the instructions when the accumulator is anything else. */
export function unlessEqual(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return [{ code: jumpIfEqual, ifTrue: then.length, ifFalse: 0, operand: value }, ...then];
}

/** Runs the instructions when the accumulator, without a sign, is the value or more. */
export function whenAtLeast(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return [{ code: jumpIfAtLeast, ifTrue: 0, ifFalse: then.length, operand: value }, ...then];
}

/** Runs the instructions when the accumulator has one of these bits. */
export function whenAnyBit(bits: number, then: readonly Instruction[]): readonly Instruction[] {
  return [{ code: jumpIfAnyBit, ifTrue: 0, ifFalse: then.length, operand: bits }, ...then];
}

/** A jump's distance is one byte, and the kernel takes no longer program. */
const longestJump = 255;
const longestProgram = 4_096;

/**
 * The bytes that the kernel loads: 8 for an instruction, little-endian, as x86-64 and arm64 are.
 *
 * @throws RangeError for a program that the kernel would refuse
 */
export function assemble(program: readonly Instruction[]): Uint8Array {
  if (program.length > longestProgram) throw new RangeError('The program is too long.');
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, ifTrue, ifFalse, operand }] of program.entries()) {
    if (ifTrue > longestJump || ifFalse > longestJump) throw new RangeError('A jump is too long.');
    const at = index * 8;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(ifTrue, at + 2);
    bytes.writeUInt8(ifFalse, at + 3);
    bytes.writeUInt32LE(operand, at + 4);
  }
  return bytes;
}
