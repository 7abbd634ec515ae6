using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Readers.Templates.Deployments;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>
/// ARM templates, expanded to the resources that they deploy, with the parameter files beside them: X.parameters*.json is a deployment of its own of X.json.
/// </summary>
/// <param name="callers">The languages besides this one whose files may deploy a template, or be what it was compiled from.</param>
public sealed class ArmTemplateReader(params ImmutableArray<ITemplateCaller> callers) : IEvidenceReader
{
    private const int HeadLength = 65_536;

    /// <summary>The links among the templates of a scan are found once for all of them.</summary>
    private readonly ConditionalWeakTable<ReadContext, Lazy<TemplateLinks>> _links = [];

    public string Format => "arm-template";

    public ReaderScope Scope => ReaderScope.Deployment;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        if (!MayBeJson(head.Bytes))
        {
            return null;
        }

        var (kind, hasSchema) = TemplateShape.Sniff(head.Text);
        var certainty = hasSchema ? Certainty.BySignature : Certainty.ByShape;
        return kind switch
        {
            TemplateKind.Template => new(source, certainty)
            {
                Consumed = [.. ParameterFile.Beside(source, tree).Where(file => KindOf(file) == TemplateKind.ParameterFile)],
            },
            TemplateKind.ParameterFile when !tree.Namesakes(source).Any(other => Owns(other, source)) => new(source, certainty),
            _ => null,
        };
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var evidence = new SourceEvidence(source, Format, new Origin.Template());
        var text = source.Text.Value;
        if (TemplateShape.Sniff(text.AsSpan(0, Math.Min(text.Length, HeadLength))).Kind == TemplateKind.ParameterFile)
        {
            return evidence with { Diagnostics = ParameterFile.Read(source).Diagnostics };
        }

        var links = _links
            .GetValue(context, scan => new(() => new(scan.Tree, linking => ArmReading.Of(linking, [.. ParameterFile.Beside(linking, scan.Tree)], scan))))
            .Value;
        if (links.IsLinked(source) || callers.Any(caller => caller.IsDeployed(context.Tree, source)))
        {
            return evidence with { Diagnostics = LocatedJson.Parse(source).Diagnostics };
        }

        if (callers.Select(caller => caller.WrittenAs(context.Tree, source)).FirstOrDefault(written => written is not null) is { } written
            && LocatedJson.Parse(source) is { Root: Node.Object root } parsed && GeneratorOf(root) is { } generator)
        {
            return evidence with { Diagnostics = [.. parsed.Diagnostics, new(ArmDiagnostics.Compiled, generator.Location, source.Name, written.Name)] };
        }

        var reading = links.Find(source) ?? ArmReading.Of(source, claim.Consumed, context);
        return evidence with
        {
            Resources = reading.Resources,
            Diagnostics = reading.Diagnostics,
            ParameterFiles = reading.ParameterFiles,
            NotRead = reading.NotRead,
        };
    }

    /// <summary>What the compiler writes of itself into its output; <see langword="null"/> when it did not make the template.</summary>
    private static Node.Object? GeneratorOf(Node.Object root) =>
        (root.Find("metadata") as Node.Object)?.Find("_generator") is Node.Object generator && generator.Find("name") is Node.Text { Value: "bicep" }
            ? generator
            : null;

    /// <summary>Whether a template, or a Bicep file, reads the parameter file with itself.</summary>
    private static bool Owns(Source other, Source parameters)
    {
        if (other.FileName.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase))
        {
            return parameters.FileName.StartsWith($"{other.FileName[..^".bicep".Length]}.", StringComparison.OrdinalIgnoreCase);
        }

        return ParameterFile.Belongs(parameters, other) && KindOf(other) == TemplateKind.Template;
    }

    private static TemplateKind KindOf(Source source)
    {
        var head = new byte[Math.Min(HeadLength, source.Length)];
        var length = source.Read(0, head);
        return KindOf(head.AsSpan(0, length));
    }

    internal static TemplateKind KindOf(ReadOnlySpan<byte> head) =>
        MayBeJson(head) ? TemplateShape.Sniff(SourceText.Decode(head).Value).Kind : TemplateKind.None;

    /// <summary>JSON and its comments begin so, in UTF-8 and UTF-16, after a byte order mark or white space.</summary>
    private static bool MayBeJson(ReadOnlySpan<byte> head)
    {
        var begin = head.IndexOfAnyExcept<byte>([0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0x00, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']);
        return begin >= 0 && head[begin] is (byte)'{' or (byte)'/';
    }
}
