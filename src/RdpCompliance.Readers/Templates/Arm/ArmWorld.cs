using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>One way to deploy a template: a parameter file, and one allowed value for each parameter that nothing else decides.</summary>
/// <param name="File"><see langword="null"/> when there is none.</param>
internal sealed record ArmWorld(ParameterFile? File, ImmutableDictionary<string, Node> Tried)
{
    /// <summary>Combinations of allowed values that are tried for one parameter file.</summary>
    private const int MostCombinations = 16;

    public static IEnumerable<ArmWorld> Of(ArmTemplate template, ImmutableArray<ParameterFile> files, ExpressionEvaluator evaluator)
    {
        if (files.IsEmpty)
        {
            return Combine(null, template, evaluator);
        }

        return files.SelectMany(file => Combine(file, template, evaluator));
    }

    public Node? Find(string name) => File?.Find(name) ?? Tried.GetValueOrDefault(name);

    /// <summary>"main.parameters.prod.json, environment=prod"; <see langword="null"/> when there is only this world.</summary>
    public string? Label(bool hasFiles, bool isOnly)
    {
        var parts = Tried.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Conversion.ToText(pair.Value)}");
        return isOnly ? null : string.Join(", ", hasFiles && File is not null ? parts.Prepend(File.Source.FileName) : parts);
    }

    private static List<ArmWorld> Combine(ParameterFile? file, ArmTemplate template, ExpressionEvaluator evaluator)
    {
        List<ArmWorld> worlds = [new(file, ImmutableDictionary.Create<string, Node>(StringComparer.OrdinalIgnoreCase))];
        foreach (var parameter in template.Parameters.Values)
        {
            if (
                parameter is { AllowedValues.IsEmpty: true } or { IsScalar: false } or { Default: not null } or { IsNullable: true } or { IsSecret: true }
                || file?.Find(parameter.Name) is not null)
            {
                continue;
            }

            if (worlds.Count * parameter.AllowedValues.Length > MostCombinations)
            {
                evaluator.Report(
                    ArmDiagnostics.WorldsLimited,
                    parameter.Place,
                    parameter.Name,
                    Conversion.Print(parameter.AllowedValues.Length),
                    Conversion.Print(MostCombinations));
                continue;
            }

            worlds =
            [
                .. worlds.SelectMany(world =>
                    parameter.AllowedValues.Select(value =>
                        world with
                        {
                            Tried = world.Tried.SetItem(
                                parameter.Name,
                                Tracing.After(value.Location, $"one of the allowed values of parameter '{parameter.Name}'", value)),
                        })),
            ];
        }

        return worlds;
    }
}
