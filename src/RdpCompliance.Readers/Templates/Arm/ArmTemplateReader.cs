using System.Buffers;
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
        if (kind == TemplateKind.ParameterFile && !hasSchema && head.IsOpen && SourceHead.WholeOf(source) is { } whole)
        {
            // Resources may stand behind the parameters.
            (kind, hasSchema) = TemplateShape.Sniff(whole.Text);
        }

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
        if (TemplateShape.Sniff(text).Kind == TemplateKind.ParameterFile)
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

    internal static TemplateKind KindOf(Source source)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SourceHead.UsualLength);
        try
        {
            var head = SourceHead.Of(source, buffer);
            var kind = KindOf(head);
            return kind == TemplateKind.Template || !head.IsOpen || SourceHead.WholeOf(source) is not { } whole ? kind : KindOf(whole);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static TemplateKind KindOf(SourceHead head) => MayBeJson(head.Bytes) ? TemplateShape.Sniff(head.Text).Kind : TemplateKind.None;

    /// <summary>JSON and its comments begin so, in UTF-8 and UTF-16, after a byte order mark or white space.</summary>
    private static bool MayBeJson(ReadOnlySpan<byte> head)
    {
        var begin = head.IndexOfAnyExcept<byte>([0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0x00, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']);
        return begin >= 0 && head[begin] is (byte)'{' or (byte)'/';
    }
}
