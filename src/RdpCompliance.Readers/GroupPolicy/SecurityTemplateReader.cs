using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Security templates: GptTmpl.inf of a GPO, what <c>secedit /export</c> writes, and templates made by hand ([MS-GPSB] 2.2).
/// An export is the state of a machine; any other template is a policy, applied when somebody imports it.
/// </summary>
public sealed class SecurityTemplateReader : IEvidenceReader
{
    private static readonly DiagnosticDescriptor UnknownSection = new(
        "RDP0120", DiagnosticEffect.Note, "'[{0}]' is no section of a security template; its lines were not read.");

    private static readonly DiagnosticDescriptor Unclosed = new(
        "RDP0194", DiagnosticEffect.Refusal,
            "'{0}' begins the name of a section, which ']' would end; Windows refuses the whole file, so nothing of it is read.");

    /// <summary>What people call templates and what <c>secedit /export /cfg</c> was told to write.</summary>
    private static readonly string[] Extensions = [".inf", ".txt", ".cfg"];

    public string Format => "security-template";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var text = head.Text;
        if (!Is(source.FileName, "GptTmpl.inf") && !(IsNamedSo(source.FileName) && BeginsWithSection(text) && HasHeader(text)))
        {
            return null;
        }

        var sections = InfDocument.Parse(text);
        var isTemplate = sections.Any(section => TemplateStatements.Knows(section.Name) && section.Lines.Length > 0);
        var isSigned = sections.Any(IsSignature);
        return (isTemplate, isSigned) switch
        {
            (true, true) => new(source, Certainty.BySignature),
            (true, false) => new(source, Certainty.ByShape),
            // An empty template: drivers carry the same signature, but not the section that says Unicode.
            (false, true) when sections.Any(section => Is(section.Name, "Unicode")) && !sections.Any(IsForeign) => new(source, Certainty.ByShape),
            _ when Is(source.FileName, "GptTmpl.inf") && !text.Contains('\0', StringComparison.Ordinal) => new(source, Certainty.ByName),
            _ => null,
        };

        static bool IsSignature(InfSection section) =>
            Is(section.Name, "Version")
            && section.Lines.Any(line => line is { Key.Value: var key, Fields: [{ Value: var value }] } && Is(key, "signature") && Is(value, "$CHICAGO$"));

        static bool IsForeign(InfSection section) => section.Name.Length > 0 && !IsPreamble(section.Name);
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var statements = new TemplateStatements(span => Location.InText(source, span), source.Text.Cut);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var sections = InfDocument.Parse(source.Text.Value, out var unclosed);
        if (unclosed is { } line)
        {
            var flaw = new Diagnostic(Unclosed, Location.InText(source, line), source.Text.Cut(line));
            return new(source, Format, TemplateOrigin.Of(source, sections)) { Diagnostics = [flaw] };
        }

        foreach (var section in sections)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (TemplateStatements.Knows(section.Name) || section.Name.Length == 0)
            {
                // Samba writes no [Unicode] header; what stands before the first section is its line.
                foreach (var entry in section.Lines.Where(line =>
                    section.Name.Length > 0 || line.Key is not { Value: var key } || !Is(key, "Unicode")))
                {
                    statements.Read(section.Name, entry);
                }
            }
            else if (!IsPreamble(section.Name))
            {
                diagnostics.Add(new(UnknownSection, Location.InText(source, section.Header), section.Name));
            }
        }

        var origin = TemplateOrigin.Of(source, sections);
        return new(source, Format, origin)
        {
            Observations = statements.Observations,
            Items = statements.Items,
            Coverage = origin is Origin.Host ? TemplateOrigin.CoverageOf(sections) : [],
            Diagnostics = [.. diagnostics, .. statements.Diagnostics],
        };
    }

    private static bool IsNamedSo(string name) =>
        Extensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
        || !name.Contains('.', StringComparison.Ordinal);

    /// <summary>A page or a script that shows a template has words of its own before it.</summary>
    private static bool BeginsWithSection(string text)
    {
        var at = 0;
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == ';'))
        {
            at = text[at] == ';' ? TextLines.After(text, at) : at + 1;
        }

        return at < text.Length && text[at] == '[';
    }

    /// <summary>A cheap look at the headers: most files that are asked about are something else.</summary>
    private static bool HasHeader(string text)
    {
        const int LongestName = 64;
        for (var open = text.IndexOf('[', StringComparison.Ordinal); open >= 0; open = text.IndexOf('[', open + 1))
        {
            var close = text.AsSpan(open, Math.Min(LongestName, text.Length - open)).IndexOf(']');
            if (close > 0 && text[(open + 1)..(open + close)].Trim() is var name && (TemplateStatements.Knows(name) || Is(name, "Version")))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPreamble(string name) => Is(name, "Unicode") || Is(name, "Version") || Is(name, "Profile Description") || Is(name, "Strings");

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
