using System.Text.RegularExpressions;
using RdpCompliance.Tests.Reports;
using RdpCompliance.Tests.Testing;
using YamlDotNet.RepresentationModel;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>Executes <c>pipelines/azure-devops.yml</c> as the agent does: scripts run, tasks and checkouts are noted.</summary>
internal static class AzureTemplate
{
    public static YamlNode File { get; } = Yaml.Parse(System.IO.File.ReadAllText(Repository.At("pipelines/azure-devops.yml")));

    /// <param name="keep">The folder of the agent, which outlives the run.</param>
    public static TemplateRun Run(string sources, TemporaryFolder keep, IReadOnlyDictionary<string, string> given)
    {
        var parameters = File.Items("parameters").ToDictionary(
            parameter => parameter.Text("name") ?? "",
            parameter => Written(given.GetValueOrDefault(parameter.Text("name") ?? "") ?? parameter.Text("default") ?? "", parameter.Text("type")),
            StringComparer.Ordinal);
        var unknown = given.Keys.Where(name => !parameters.ContainsKey(name)).ToList();
        Assert.True(unknown.Count == 0, $"The template has no parameter {string.Join(", ", unknown)}.");

        keep.MakeFolder("tmp");
        keep.MakeFolder("a");
        Directory.CreateSymbolicLink(keep.At("rdpcompliance"), Repository.Root);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Pipeline.Workspace"] = keep.Path,
            ["Build.SourcesDirectory"] = sources,
            ["Build.ArtifactStagingDirectory"] = keep.At("a"),
        };
        var tasks = new List<UsedAction>();
        var (exit, log) = (0, "");
        foreach (var step in File.Items("steps").SelectMany(step => Expanded(step, parameters)))
        {
            if (step.Text("condition") is { } condition && !Holds(condition, variables))
            {
                continue;
            }

            if (step.Text("bash") is not { } script)
            {
                tasks.Add(new(step.Text("task") ?? $"checkout {step.Text("checkout")}", step.Texts("inputs", text => Filled(text, parameters, variables))));
                continue;
            }

            Assert.DoesNotContain("$(", script, StringComparison.Ordinal);
            Assert.DoesNotContain("${{", script, StringComparison.Ordinal);
            var environment = new Dictionary<string, string>(step.Texts("env", text => Filled(text, parameters, variables)), StringComparer.Ordinal)
            {
                ["AGENT_TEMPDIRECTORY"] = keep.At("tmp"),
            };
            foreach (var (name, value) in PipelineTests.Build)
            {
                environment[name] = value;
            }

            (exit, var said) = BuildStep.Run(script, sources, environment);
            log += said;
            foreach (var (name, value) in OutputsIn(said))
            {
                variables[$"{step.Text("name")}.{name}"] = value;
            }

            if (exit != 0)
            {
                break;
            }
        }

        return new(
            exit,
            log,
            variables
                .Where(variable => variable.Key.StartsWith("rdpcompliance.", StringComparison.Ordinal))
                .ToDictionary(variable => variable.Key["rdpcompliance.".Length..], variable => variable.Value, StringComparer.Ordinal),
            tasks);
    }

    /// <summary>A boolean reaches a script as 'True' or 'False'.</summary>
    private static string Written(string text, string? type) => type == "boolean" ? (text == "true" ? "True" : "False") : text;

    /// <summary>The step, or those below "${{ if eq(parameters.x, true) }}".</summary>
    private static IEnumerable<YamlNode> Expanded(YamlNode step, Dictionary<string, string> parameters) =>
        step.Entries().First() is var (key, steps)
        && Regex.Match(key, @"^\$\{\{ if eq\(parameters\.(?<name>\w+), true\) \}\}$", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } condition
            ? parameters[condition.Groups["name"].Value] == "True"
                ? ((YamlSequenceNode)steps).Children
                : []
            : [step];

    private static bool Holds(string condition, Dictionary<string, string> variables) =>
        Regex.Match(condition, @"^and\(succeeded\(\), ne\(variables\['(?<name>[\w.]+)'\], ''\)\)$", RegexOptions.None, TimeSpan.FromSeconds(1))
            is { Success: true } match
            ? variables.GetValueOrDefault(match.Groups["name"].Value, "").Length > 0
            : throw new NotSupportedException(condition);

    /// <summary>Expressions once, when the pipeline is read; then macros, and those that name no variable stay.</summary>
    private static string Filled(string text, Dictionary<string, string> parameters, Dictionary<string, string> variables)
    {
        var read = Regex.Replace(
            text,
            @"\$\{\{ parameters\.(?<name>\w+) \}\}",
            name => parameters[name.Groups["name"].Value],
            RegexOptions.None,
            TimeSpan.FromSeconds(1));
        return Regex.Replace(
            read,
            @"\$\((?<name>[\w.]+)\)",
            name => variables.GetValueOrDefault(name.Groups["name"].Value, name.Value),
            RegexOptions.None,
            TimeSpan.FromSeconds(1));
    }

    private static IEnumerable<(string Name, string Value)> OutputsIn(string log) =>
        Regex
            .Matches(log, @"##vso\[task\.setvariable variable=(?<name>\w+);isOutput=true\](?<value>.*)", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(match =>
                (
                    match.Groups["name"].Value,
                    match
                        .Groups["value"]
                        .Value.Replace("%3B", ";", StringComparison.Ordinal)
                        .Replace("%5D", "]", StringComparison.Ordinal)
                        .Replace("%0A", "\n", StringComparison.Ordinal)
                        .Replace("%0D", "\r", StringComparison.Ordinal)
                        .Replace("%AZP25", "%", StringComparison.Ordinal)));
}

internal sealed record TemplateRun(int ExitCode, string Log, IReadOnlyDictionary<string, string> Outputs, IReadOnlyList<UsedAction> Tasks)
{
    /// <summary>The commands that the agent would obey: it looks for them anywhere in a line.</summary>
    public IReadOnlyList<string> Commands =>
        [.. Log.Split('\n', '\r').Where(line => line.Contains("##vso[", StringComparison.OrdinalIgnoreCase) || line.Contains("##[", StringComparison.Ordinal))];
}
