using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Evaluation;
using RdpCompliance.Readers.Templates.Bicep.Modules;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep;

/// <summary>
/// Bicep templates and parameters files, evaluated to the resources that they deploy. A file
/// that others of the tree deploy is judged as they deploy it and gives no
/// resources of its own; every parameters file is a deployment.
/// </summary>
public sealed class BicepReader : IEvidenceReader, ITemplateCaller
{
    /// <summary>No template that Azure takes is larger.</summary>
    private const int MostCharacters = 4 << 20;

    private const int MostErrors = 100;

    public string Format => "bicep";

    public ReaderScope Scope => ReaderScope.Deployment;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        // The language has no signature, and no other has its name.
        if (!BicepProject.IsBicep(source.Name))
        {
            return null;
        }

        return new(source, Certainty.ByName)
        {
            Consumed = BicepProject.IsTemplate(source.Name) ? [.. Beside(source, tree).Where(file => !HasCompiled(file, source, tree))] : [],
        };
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var evidence = new SourceEvidence(source, Format, new Origin.Template());
        if (source.Text.Value.Length > MostCharacters)
        {
            return evidence with
            {
                Diagnostics =
                [
                    new(
                        BicepDiagnostics.TooLarge,
                        Location.StartOf(source, SpanUnit.Characters),
                        Conversion.Print(source.Text.Value.Length),
                        Conversion.Print(MostCharacters)),
                ],
            };
        }

        var project = BicepProject.Of(context.Tree);
        var model = project.ModelOf(source);
        ImmutableArray<Diagnostic> own = [.. SyntaxDiagnostics(model.File), .. model.Diagnostics];
        if (model.File.Language == BicepLanguage.Template && project.IsCalled(source))
        {
            return evidence with { Diagnostics = own };
        }

        var session = new BicepSession(project, context.Tree, new(context.Deployment.Scope, new(project.LengthOf(source))));
        var reading =
            model.File.Language == BicepLanguage.Template
                ? BicepReading.OfTemplate(model, session, [.. Beside(source, context.Tree)], context)
                : BicepReading.OfParameters(model, session, context.Cancellation);
        return evidence with
        {
            Resources = reading.Resources,
            Diagnostics = [.. own, .. reading.Diagnostics],
            ParameterFiles = reading.ParameterFiles,
            NotRead = reading.NotRead,
        };
    }

    public bool IsDeployed(SourceTree tree, Source template) => BicepProject.Of(tree).IsDeployed(template);

    public Source? WrittenAs(SourceTree tree, Source template)
    {
        const string Compiled = ".json";
        if (!template.FileName.EndsWith(Compiled, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = $"{template.FileName[..^Compiled.Length]}.bicep";
        return tree.Namesakes(template).FirstOrDefault(source => source.FileName.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } written
            && BicepProject.Of(tree).IsWhole(written)
                ? written
                : null;
    }

    private static IEnumerable<Diagnostic> SyntaxDiagnostics(BicepFile file)
    {
        var source = file.Source;
        foreach (var error in file.Errors.Take(MostErrors))
        {
            yield return new(BicepDiagnostics.Syntax, Location.InText(source, error.Span), FoundAt(source, error.Span), error.Kind.Wanted, error.Kind.Code);
        }

        if (file.Errors.Length > MostErrors)
        {
            yield return new(
                BicepDiagnostics.MoreErrors,
                Location.InText(source, file.Errors[MostErrors].Span),
                Conversion.Print(file.Errors.Length - MostErrors));
        }
    }

    /// <summary>A string is not shown: it may be a password.</summary>
    private static string FoundAt(Source source, TextSpan span) => source.Text.Cut(span) switch
    {
        "" => span.Start >= source.Text.Value.Length ? "The end of the file" : "The end of the line",
        var text when text.Contains('\'', StringComparison.Ordinal) => "A string",
        var text => $"'{text}'",
    };

    /// <summary>The JSON parameter files that belong to a template by their names: X.parameters.json, X.parameters.prod.json, X.prod.parameters.json.</summary>
    private static IEnumerable<Source> Beside(Source template, SourceTree tree)
    {
        var stem = template.FileName[..^".bicep".Length];
        return tree.Namesakes(template).Where(source =>
            source.FileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            && source.FileName.StartsWith($"{stem}.", StringComparison.OrdinalIgnoreCase)
            && source.FileName[stem.Length..^".json".Length] is var rest
            && (rest.StartsWith(".parameters", StringComparison.OrdinalIgnoreCase) || rest.EndsWith(".parameters", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Whether the compiled template lies beside too: then that one's reader consumes the parameter file, and both read it.</summary>
    private static bool HasCompiled(Source parameters, Source template, SourceTree tree) =>
        tree.Namesakes(parameters).Any(source => source.FileName.Equals($"{template.FileName[..^".bicep".Length]}.json", StringComparison.OrdinalIgnoreCase));
}
