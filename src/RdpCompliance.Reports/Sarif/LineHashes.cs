using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.Sarif;

/// <summary>
/// GitHub's fingerprint of every line of a file, so that its uploader, which computes it again,
/// agrees: a rolling hash (base 37, modulo 2^64) over the 100 characters from the
/// line's start on, without spaces and tabs, with CR and CRLF taken as LF, with U+FFFF and then zeros after the end, and a count that parts equal hashes.
/// Source: github/codeql-action, src/fingerprints.ts. The file is taken as UTF-8 whatever it is, with its byte order mark, because GitHub does so.
/// </summary>
public sealed class LineHashes
{
    private const int Block = 100;
    private const ulong Base = 37;
    private const char EndOfFile = '\uffff';
    private static readonly ulong Leaving = Power();
    private readonly ImmutableArray<(ulong Hash, int Count)> _lines;

    private LineHashes(ImmutableArray<(ulong Hash, int Count)> lines) => _lines = lines;

    public int LineCount => _lines.Length;

    /// <summary>The fingerprint of a one-based line: "c129715d7a2bc9a3:1"; <see langword="null"/> when the file has no such line.</summary>
    public string? this[int line] => line >= 1 && line <= _lines.Length
        ? string.Create(CultureInfo.InvariantCulture, $"{_lines[line - 1].Hash:x}:{_lines[line - 1].Count}")
        : null;

    public static LineHashes Of(Source source) => Of(Encoding.UTF8.GetString(source.ReadAllBytes().Span));

    public static LineHashes Of(string text)
    {
        var window = new Window();
        var afterReturn = false;
        foreach (var unit in text)
        {
            if (unit is ' ' or '\t' || (unit == '\n' && afterReturn))
            {
                afterReturn = false;
                continue;
            }

            afterReturn = unit == '\r';
            window.Take(afterReturn ? '\n' : unit);
        }

        window.Take(EndOfFile);
        return new(window.Finish());
    }

    /// <summary>37^100 modulo 2^64: the weight of the character that leaves the window.</summary>
    private static ulong Power()
    {
        var power = 1UL;
        for (var count = 0; count < Block; count++)
        {
            power = unchecked(power * Base);
        }

        return power;
    }

    /// <summary>The last 100 characters, which of them begin a line, and their hash.</summary>
    private sealed class Window
    {
        private readonly char[] _characters = new char[Block];
        private readonly bool[] _beginsLine = new bool[Block];
        private readonly Dictionary<ulong, int> _seen = [];
        private readonly ImmutableArray<(ulong Hash, int Count)>.Builder _lines = ImmutableArray.CreateBuilder<(ulong, int)>();
        private ulong _hash;
        private int _next;
        private bool _atLineStart = true;

        public void Take(char unit)
        {
            Emit();
            _beginsLine[_next] = _atLineStart;
            _atLineStart = unit == '\n';
            Roll(unit);
        }

        public ImmutableArray<(ulong Hash, int Count)> Finish()
        {
            for (var count = 0; count < Block; count++)
            {
                Emit();
                Roll('\0');
            }

            return _lines.DrainToImmutable();
        }

        /// <summary>When a line's first character is about to leave, the window holds just the characters that its hash is made of.</summary>
        private void Emit()
        {
            if (!_beginsLine[_next])
            {
                return;
            }

            var count = _seen.GetValueOrDefault(_hash) + 1;
            _seen[_hash] = count;
            _lines.Add((_hash, count));
            _beginsLine[_next] = false;
        }

        private void Roll(char unit)
        {
            unchecked
            {
                _hash = (_hash * Base) + unit - (Leaving * _characters[_next]);
            }

            _characters[_next] = unit;
            _next = (_next + 1) % Block;
        }
    }
}
