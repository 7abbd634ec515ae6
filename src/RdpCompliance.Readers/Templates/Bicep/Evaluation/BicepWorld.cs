using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>One way to deploy a file: a parameters file, and one allowed value for each parameter that nothing else decides.</summary>
/// <param name="Given">What the parameters file gives; <see langword="null"/> when there is none.</param>
/// <param name="File">Its name, for labels.</param>
internal sealed record BicepWorld(Func<string, Node?>? Given, string? File, ImmutableDictionary<string, Node> Tried)
{
    /// <summary>Combinations of allowed values that are tried for one parameters file.</summary>
    private const int MostCombinations = 16;

    public static ImmutableArray<BicepWorld> Of(BicepModel model, ImmutableArray<(string Name, Func<string, Node?> Find)> files, BicepSession session) =>
        files.IsEmpty ? Combine(model, null, null, session) : [.. files.SelectMany(file => Combine(model, file.Find, file.Name, session))];

    public Node? Find(string name) => Given?.Invoke(name) ?? Tried.GetValueOrDefault(name);

    /// <summary>"main.prod.bicepparam, environment=prod"; <see langword="null"/> when there is only this world.</summary>
    public string? Label(bool hasFiles, bool isOnly)
    {
        var parts = Tried.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Conversion.ToText(pair.Value)}");
        return isOnly ? null : string.Join(", ", hasFiles && File is not null ? parts.Prepend(File) : parts);
    }

    private static ImmutableArray<BicepWorld> Combine(BicepModel model, Func<string, Node?>? given, string? file, BicepSession session)
    {
        ImmutableArray<BicepWorld> worlds = [new(given, file, ImmutableDictionary.Create<string, Node>(StringComparer.Ordinal))];
        var alone = Alone(model, session);
        foreach (
            var parameter in model
                .Symbols.Values.OfType<BicepSymbol.Parameter>()
                .Where(parameter => parameter.Default is null)
                .OrderBy(parameter => parameter.Place))
        {
            var facts = session.FactsOf(model, parameter);
            // Allowed values of an array are those of its elements.
            if (
                facts.Allowed.IsEmpty
                || facts.Kind is "array" or "object"
                || facts.Nullability == Nullability.Nullable
                || facts.Secrecy == Secrecy.Secret
                || given?.Invoke(parameter.Name) is not null)
            {
                continue;
            }

            if (worlds.Length * facts.Allowed.Length > MostCombinations)
            {
                session.Evaluator.Report(
                    BicepDiagnostics.WorldsLimited,
                    parameter.Place,
                    parameter.Name,
                    Conversion.Print(facts.Allowed.Length),
                    Conversion.Print(MostCombinations));
                continue;
            }

            var values = facts.Allowed
                .Select(value => Tracing.After(value.Location, $"one of the allowed values of parameter '{parameter.Name}'", alone.Evaluate(value)))
                .ToImmutableArray();
            worlds = [.. worlds.SelectMany(world => values.Select(value => world with { Tried = world.Tried.SetItem(parameter.Name, value) }))];
        }

        return worlds;
    }

    /// <summary>A deployment to evaluate what needs none.</summary>
    private static BicepDeployment Alone(BicepModel model, BicepSession session) => new(
        model, session, DeploymentTarget.From(session.Evaluator.Scope, model.Level, Location.StartOf(model.File.Source, SpanUnit.Characters)), static _ => null)
    {
        Condition = DeploymentCondition.True,
        Path = "",
        Chain = [model.File.Source],
        ById = [],
    };
}
