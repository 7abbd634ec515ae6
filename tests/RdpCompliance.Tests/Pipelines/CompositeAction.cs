using System.Text.RegularExpressions;
using RdpCompliance.Tests.Testing;
using YamlDotNet.RepresentationModel;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>Executes <c>action.yml</c> as the runner does: steps in their order until one fails; actions of others are noted, not run.</summary>
internal static class CompositeAction
{
    public static YamlNode File { get; } = Yaml.Parse(System.IO.File.ReadAllText(Repository.At("action.yml")));

    /// <param name="tools">A folder of programs that are found before those of this machine; <see langword="null"/> for none.</param>
    public static ActionRun Run(string workspace, IReadOnlyDictionary<string, string> given, string? tools = null)
    {
        var unknown = given.Keys.Where(name => File.Find("inputs")?.Find(name) is null).ToList();
        Assert.True(unknown.Count == 0, $"action.yml has no input {string.Join(", ", unknown)}.");

        using var runner = new TemporaryFolder();
        var values = File.Find("inputs")
            .Entries()
            .ToDictionary(
                input => $"inputs.{input.Key}",
                input => given.GetValueOrDefault(input.Key) ?? input.Value.Text("default") ?? "",
                StringComparer.Ordinal);
        var summary = runner.Write("summary.md");
        var used = new List<UsedAction>();
        var (exit, log) = (0, "");
        foreach (var (index, step) in (File.Find("runs") ?? File).Items("steps").Index())
        {
            if (step.Text("if") is { } condition && !condition.Split(" && ").All(part => Holds(part, values)))
            {
                continue;
            }

            if (step.Text("uses") is { } action)
            {
                used.Add(new(action, step.Texts("with", text => Filled(text, values))));
                continue;
            }

            Assert.Equal("bash", step.Text("shell"));
            Assert.DoesNotContain("${{", step.Text("run") ?? "", StringComparison.Ordinal);
            var output = runner.Write($"output{index}");
            (exit, var said) = BuildStep.Run(
                step.Text("run") ?? "",
                workspace,
                new Dictionary<string, string>(step.Texts("env", text => Filled(text, values)), StringComparer.Ordinal)
                {
                    ["GITHUB_ACTIONS"] = "true",
                    ["GITHUB_ACTION_PATH"] = Repository.Root,
                    ["GITHUB_OUTPUT"] = output,
                    ["GITHUB_STEP_SUMMARY"] = summary,
                    ["GITHUB_WORKSPACE"] = workspace,
                    ["RUNNER_TEMP"] = runner.Path,
                    ["PATH"] = $"{(tools is null ? "" : $"{tools}{Path.PathSeparator}")}{Environment.GetEnvironmentVariable("PATH")}",
                });
            log += said;
            foreach (var (name, value) in OutputsIn(System.IO.File.ReadAllText(output)))
            {
                values.Add($"steps.{step.Text("id")}.outputs.{name}", value);
            }

            if (exit != 0)
            {
                break;
            }
        }

        return new(
            exit,
            log,
            System.IO.File.ReadAllText(summary),
            File.Find("outputs").Entries().ToDictionary(entry => entry.Key, entry => Filled(entry.Value.Text("value") ?? "", values), StringComparer.Ordinal),
            used)
        {
            StepOutputs = [.. values.Keys.Where(name => name.StartsWith("steps.", StringComparison.Ordinal)).Select(name => name.Split('.')[^1])],
        };
    }

    /// <summary>"a == 'b'" and "a != 'b'".</summary>
    private static bool Holds(string comparison, Dictionary<string, string> values) => comparison.Split(' ', 3) switch
    {
        [var name, "==", ['\'', .. var text, '\'']] => values.GetValueOrDefault(name, "") == text,
        [var name, "!=", ['\'', .. var text, '\'']] => values.GetValueOrDefault(name, "") != text,
        _ => throw new NotSupportedException(comparison),
    };

    private static string Filled(string text, Dictionary<string, string> values) =>
        Regex.Replace(
            text,
            @"\$\{\{ (?<name>[a-z.-]+) \}\}",
            name => values.GetValueOrDefault(name.Groups["name"].Value, ""),
            RegexOptions.None,
            TimeSpan.FromSeconds(1));

    /// <summary>"name=value", or "name&lt;&lt;END", lines, "END". Source: actions/runner, FileCommandManager.cs.</summary>
    private static IEnumerable<(string Name, string Value)> OutputsIn(string text)
    {
        var lines = new Queue<string>(text.Split('\n')[..^1]);
        while (lines.TryDequeue(out var line))
        {
            var (equals, heredoc) = (line.IndexOf('=', StringComparison.Ordinal), line.IndexOf("<<", StringComparison.Ordinal));
            if (heredoc > 0 && (equals < 0 || heredoc < equals))
            {
                var value = new List<string>();
                while (lines.Dequeue() is var next && next != line[(heredoc + 2)..])
                {
                    value.Add(next);
                }

                yield return (line[..heredoc], string.Join('\n', value));
            }
            else
            {
                yield return (line[..equals], line[(equals + 1)..]);
            }
        }
    }
}

internal sealed record UsedAction(string Name, IReadOnlyDictionary<string, string> With);

internal sealed record ActionRun(int ExitCode, string Log, string Summary, IReadOnlyDictionary<string, string> Outputs, IReadOnlyList<UsedAction> Used)
{
    /// <summary>The names of everything that steps gave out.</summary>
    public required IReadOnlyList<string> StepOutputs { get; init; }

    /// <summary>
    /// The commands that the runner would obey: "::name …" or "##[name]" at a line's begin, except between "::stop-commands::WORD" and "::WORD::".
    /// </summary>
    public IReadOnlyList<string> Commands
    {
        get
        {
            var commands = new List<string>();
            var resume = "";
            foreach (var line in Log.Split('\n', '\r').Select(line => line.Trim()))
            {
                if (resume.Length > 0)
                {
                    resume = line == resume ? "" : resume;
                }
                else if (line.StartsWith("::stop-commands::", StringComparison.Ordinal))
                {
                    resume = $"::{line["::stop-commands::".Length..]}::";
                }
                else if (line.StartsWith("::", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal))
                {
                    commands.Add(line);
                }
            }

            Assert.Equal("", resume);
            return commands;
        }
    }
}
