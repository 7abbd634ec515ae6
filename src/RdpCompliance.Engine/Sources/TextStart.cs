using System.Text;

namespace RdpCompliance.Engine.Sources;

/// <summary>
/// Finds where a text begins to say something: behind blanks, comments ("//", "/*", "&lt;!--", ";") and processing instructions, which may be longer than
/// what is looked at to tell whose a source is. One pass over that part, and none over the rest.
/// </summary>
internal sealed class TextStart
{
    private readonly int _width;
    private readonly int _low;
    private State _state = State.Blank;
    private long _begin;

    private TextStart(Encoding encoding)
    {
        _width = encoding is UnicodeEncoding ? 2 : 1;
        _low = encoding is UnicodeEncoding { CodePage: 1201 } ? 1 : 0;
    }

    private enum State
    {
        Blank,
        Slash,
        LineComment,
        BlockComment,
        BlockEnd,
        Less,
        LessMark,
        LessMarkDash,
        XmlComment,
        XmlDash,
        XmlDashes,
        Instruction,
        InstructionEnd,
        Text,
    }

    /// <param name="encoding">As the beginning of the source shows it.</param>
    /// <param name="buffer">Of an even length; what it holds is lost.</param>
    /// <returns>An offset in bytes; the source's length when it says nothing.</returns>
    public static long Find(Source source, Encoding encoding, byte[] buffer)
    {
        var start = new TextStart(encoding);
        var mark = encoding.Preamble.Length;
        for (long offset = 0; offset < source.Length; offset += buffer.Length)
        {
            var count = source.Read(offset, buffer);
            for (var at = offset == 0 && buffer.AsSpan(0, count).StartsWith(encoding.Preamble) ? mark : 0; at + start._width <= count; at += start._width)
            {
                if (start.IsText(start.UnitAt(buffer, at), offset + at))
                {
                    return start._begin;
                }
            }

            if (count < buffer.Length)
            {
                break;
            }
        }

        // A comment that nothing ends says nothing either; what was begun and is none does.
        return start._state is State.Slash or State.Less or State.LessMark or State.LessMarkDash ? start._begin : source.Length;
    }

    private char UnitAt(byte[] buffer, int at) => _width == 1 ? (char)buffer[at] : (char)(buffer[at + _low] | (buffer[at + 1 - _low] << 8));

    private bool IsText(char unit, long offset)
    {
        if (_state == State.Blank)
        {
            _begin = offset;
        }

        _state = (_state, unit) switch
        {
            (State.Blank, ' ' or '\t' or '\r' or '\n' or '\f' or '\v' or '\uFEFF' or '\u00A0') => State.Blank,
            (State.Blank, '/') => State.Slash,
            (State.Blank, '<') => State.Less,
            (State.Blank, ';') => State.LineComment,
            (State.Slash, '/') => State.LineComment,
            (State.Slash, '*') => State.BlockComment,
            (State.LineComment, '\r' or '\n') => State.Blank,
            (State.LineComment, _) => State.LineComment,
            (State.BlockComment or State.BlockEnd, '*') => State.BlockEnd,
            (State.BlockEnd, '/') => State.Blank,
            (State.BlockComment or State.BlockEnd, _) => State.BlockComment,
            (State.Less, '!') => State.LessMark,
            (State.Less, '?') => State.Instruction,
            (State.LessMark, '-') => State.LessMarkDash,
            (State.LessMarkDash, '-') => State.XmlComment,
            (State.XmlComment, '-') => State.XmlDash,
            (State.XmlDash or State.XmlDashes, '-') => State.XmlDashes,
            (State.XmlDashes, '>') => State.Blank,
            (State.XmlComment or State.XmlDash or State.XmlDashes, _) => State.XmlComment,
            (State.Instruction or State.InstructionEnd, '?') => State.InstructionEnd,
            (State.InstructionEnd, '>') => State.Blank,
            (State.Instruction or State.InstructionEnd, _) => State.Instruction,
            _ => State.Text,
        };
        return _state == State.Text;
    }
}
