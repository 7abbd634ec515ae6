using System.Buffers;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers;

/// <summary>
/// Lines that a terminal or a tool puts before the data of an output: a prompt with the command, a banner, a warning of PowerShell (which
/// version 7 writes to standard output, with escape codes). The data is
/// ours all the same, and what was passed over is said.
/// </summary>
internal static class Prelude
{
    /// <summary>A file that begins with more foreign lines is something else that quotes an output.</summary>
    public const int MostLines = 20;

    /// <summary>A byte order mark stands in the middle where a shell appended one output to another.</summary>
    public const string Blanks = " \t\r\n\ufeff";

    public static SearchValues<char> BlankCharacters { get; } = SearchValues.Create(Blanks);

    private const int MostShown = 60;

    private static readonly DiagnosticDescriptor PassedOver = new(
        "RDP0195", DiagnosticEffect.Note, "'{0}' stands before the data; {1} characters up to there were passed over.");

    /// <returns><see langword="null"/> when only blanks stand before <paramref name="start"/>.</returns>
    public static Diagnostic? Of(Source source, int start)
    {
        var passed = source.Text.Value.AsSpan(0, start).TrimEnd(Blanks);
        var first = passed.Length - passed.TrimStart(Blanks).Length;
        if (first == passed.Length)
        {
            return null;
        }

        var line = passed[first..];
        line = line[..Math.Min(MostShown, line.IndexOfAny('\r', '\n') is var end and >= 0 ? end : line.Length)];
        return new(PassedOver, Location.InText(source, TextSpan.FromBounds(first, passed.Length)), line.ToString(),
            start.ToString(CultureInfo.InvariantCulture));
    }
}
