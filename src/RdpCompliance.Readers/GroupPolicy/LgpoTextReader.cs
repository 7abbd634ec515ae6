using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// The text that Microsoft's LGPO.exe writes with /parse and reads with /t: four lines a setting
/// (Computer or User, key, value name, action), comments and blank lines between.
/// One file is one GPO, whatever lies beside it: the text says nothing of where it came from.
/// https://www.microsoft.com/download/details.aspx?id=55319
/// </summary>
public sealed class LgpoTextReader : IEvidenceReader
{
    private static readonly DiagnosticDescriptor StrayLine = new(
        "RDP0111",
        DiagnosticEffect.Damage,
        "'{0}' is neither 'Computer' nor 'User', with which a setting begins; the lines before the next of them are skipped.");

    private static readonly DiagnosticDescriptor BadSetting = new(
        "RDP0112",
        DiagnosticEffect.Damage,
        "'{0}' begins no setting of four lines: configuration, key, value name, and an action such as DWORD:1, SZ:text or DELETE; it is skipped.");

    private static readonly DiagnosticDescriptor BadData = new(
        "RDP0113", DiagnosticEffect.Damage, "'{0}' is no data of its type, which is a number for DWORD and QWORD, bytes between commas for BINARY.");

    public string Format => "lgpo-text";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
        HasSetting(head.Text)
            ? new(source, Certainty.ByShape)
        : source.FileName.EndsWith(".lgpo", StringComparison.OrdinalIgnoreCase) ? new(source, Certainty.ByName)
        : null;

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var statements = new RegistryStatements(source, context.Demand);
        if (!statements.RefusesSize(SpanUnit.Characters))
        {
            ReadSettings(source, statements, context.Cancellation);
        }

        return statements.ToEvidence(Format, new Origin.GroupPolicy(source.Name));
    }

    private static void ReadSettings(Source source, RegistryStatements statements, CancellationToken cancellation)
    {
        var text = source.Text.Value;
        var start = FirstSetting(text);
        if (start > 0 && Prelude.Of(source, start) is { } passedOver)
        {
            statements.Report([passedOver]);
        }

        for (var at = SkipComments(text, start); at < text.Length; at = SkipComments(text, at))
        {
            cancellation.ThrowIfCancellationRequested();
            var line = LineAt(text, at);
            if (RootNamed(text, line) is not { } root)
            {
                statements.Report(StrayLine, Location.InText(source, line), Cut(text, line));
                at = NextConfiguration(text, at);
            }
            else if (LgpoSetting.At(text, line.End) is { } setting && setting.StateIn(root, text, statements, BadData))
            {
                at = setting.End;
            }
            else
            {
                statements.Report(BadSetting, Location.InText(source, line), Cut(text, line));
                at = NextConfiguration(text, at);
            }
        }
    }

    private static bool HasSetting(string text)
    {
        var at = SkipComments(text, FirstSetting(text));
        if (at == text.Length)
        {
            return false;
        }

        var line = LineAt(text, at);
        return RootNamed(text, line) is not null && LgpoSetting.At(text, line.End) is { } setting && setting.LooksLikeOne(text);
    }

    /// <returns>The first setting behind the banner that LGPO writes beside it; 0 when the text begins with a setting or a comment, or with
    /// more lines that are neither.</returns>
    private static int FirstSetting(string text)
    {
        var at = SkipComments(text, 0);
        if (at == text.Length || RootNamed(text, LineAt(text, at)) is not null)
        {
            return 0;
        }

        for (var lines = 0; lines < Prelude.MostLines && at < text.Length; lines++, at = SkipComments(text, TextLines.After(text, at)))
        {
            var line = LineAt(text, at);
            if (RootNamed(text, line) is not null && LgpoSetting.At(text, line.End) is { } setting && setting.LooksLikeOne(text))
            {
                return at;
            }

            if (LgpoSetting.IsAction(Cut(text, line)))
            {
                // A setting stands there, if a damaged one.
                return 0;
            }
        }

        return 0;
    }

    private static int SkipComments(string text, int at)
    {
        for (; at < text.Length; at = TextLines.After(text, at))
        {
            var first = TextLines.SkipBlanks(text, at);
            if (!TextLines.IsAtEnd(text, first) && text[first] != ';')
            {
                break;
            }
        }

        return at;
    }

    private static int NextConfiguration(string text, int at)
    {
        do
        {
            at = TextLines.After(text, at);
        }
        while (at < text.Length && RootNamed(text, LineAt(text, at)) is null);
        return at;
    }

    private static RegistryKey? RootNamed(string text, TextSpan line) => Cut(text, line).TrimEnd() switch
    {
        var word when word.Equals("Computer", StringComparison.OrdinalIgnoreCase) => RegistryKey.LocalMachine,
        var word when word.Equals("User", StringComparison.OrdinalIgnoreCase) => RegistryKey.CurrentUser,
        _ => null,
    };

    private static TextSpan LineAt(string text, int at) => TextSpan.FromBounds(at, TextLines.EndOf(text, at));

    private static ReadOnlySpan<char> Cut(string text, TextSpan span) => text.AsSpan(span.Start, span.Length);
}
