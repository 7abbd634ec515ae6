using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// A .reg file: an export of regedit or a file to be imported. It counts as state of the machine beside which it
/// lies, and covers every tree whose root key it prints, unless a line of it could not be read.
/// https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2003/cc758839(v=ws.10)
/// </summary>
public sealed class RegFileReader : IEvidenceReader
{
    /// <summary>Enough for both headers in every encoding.</summary>
    private const int SniffedBytes = 256;

    private static readonly DiagnosticDescriptor BadHeader = new(
        "RDP0106",
        DiagnosticEffect.Refusal,
        "'{0}' is neither 'Windows Registry Editor Version 5.00' nor 'REGEDIT4', as the first line must be; nothing is read.");

    public string Format => "reg-file";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var start = SourceText.Decode(head.Bytes[..Math.Min(head.Bytes.Length, SniffedBytes)]).Value.AsSpan();
        return VersionOf(FirstLine(start)) is not null ? new(source, Certainty.BySignature)
            : FirstLine(start).StartsWith("Windows Registry Editor", StringComparison.OrdinalIgnoreCase) ? new(source, Certainty.ByShape)
            : source.FileName.EndsWith(".reg", StringComparison.OrdinalIgnoreCase) ? new(source, Certainty.ByName)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var statements = new RegistryStatements(source, context.Demand);
        var printed = new PrintedKeys();
        if (!statements.RefusesSize(SpanUnit.Characters))
        {
            ReadStatements(source, statements, printed, context);
        }

        return statements.ToEvidence(Format, new Origin.Host(null, source.Folder)) with { Coverage = printed.ToTrees() };
    }

    private static void ReadStatements(Source source, RegistryStatements statements, PrintedKeys printed, ReadContext context)
    {
        var line = FirstLine(source.Text.Value);
        if (VersionOf(line) is { } version)
        {
            new RegFileParser(source, version, statements, printed, context).ReadFrom(line.Length);
        }
        else
        {
            statements.Report(BadHeader, Location.InText(source, new(0, line.Length)), line);
        }
    }

    /// <summary>The importer takes blanks before the header and nothing else beside it.</summary>
    private static RegFileVersion? VersionOf(ReadOnlySpan<char> line) => line.TrimStart(" \t") switch
    {
        "Windows Registry Editor Version 5.00" => RegFileVersion.Unicode,
        "REGEDIT4" => RegFileVersion.Ansi,
        _ => null,
    };

    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') is var end and >= 0 ? text[..end] : text;
}
