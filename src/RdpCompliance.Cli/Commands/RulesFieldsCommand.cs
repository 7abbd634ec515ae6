using System.CommandLine;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rules fields [KIND]</c>: what a condition may ask of a kind of thing; without KIND, which kinds there are.</summary>
internal static class RulesFieldsCommand
{
    public static Command Create(ProgramHost host)
    {
        var kind = new Argument<string?>("KIND")
        {
            Description = "A kind that rules judge, such as listener; all of them when absent.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var policies = new PolicyOptions();
        var command = new Command("fields", "Shows the fields, settings and relations that a condition may ask for.") { kind };
        foreach (var option in policies.All)
        {
            command.Add(option);
        }

        command.SetAction(parsed => (int)Run(parsed.GetValue(kind), policies.Load(parsed, host, BuiltInPack.ForScans), host));
        return command;
    }

    private static ExitCode Run(string? name, Pack? loaded, ProgramHost host)
    {
        if (loaded is not { } pack)
        {
            return ExitCode.Usage;
        }

        if (name is null)
        {
            Write(host, [.. pack.Kinds.Select(kind => new[] { kind.Name, kind.Title })]);
            return ExitCode.Clean;
        }

        if (pack.Kind(name) is not { } known)
        {
            host.Error.WriteLine($"'{name}' is not a kind; {PackReport.Nearest(name, pack.Kinds.Select(kind => kind.Name))}");
            return ExitCode.Usage;
        }

        Write(host, [.. RowsOf(known, pack)]);
        return ExitCode.Clean;
    }

    private static IEnumerable<string[]> RowsOf(SubjectKind kind, Pack pack)
    {
        foreach (var field in kind.Fields.OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            yield return [field.Name, $"{PackWord.Of(field.Type)}{(field.Unit is { } unit ? $", {unit}" : "")}", field.Source ?? ""];
        }

        foreach (var setting in pack.Settings.Where(setting => setting.Kind.Equals(kind.Name, StringComparison.OrdinalIgnoreCase)))
        {
            yield return
            [
                setting.Field, $"{PackWord.Of(setting.Type)}{(setting.Unit is { } unit ? $", {unit}" : "")}",
                setting.Field == setting.Id ? "setting" : $"setting {setting.Id}",
            ];
        }

        foreach (var relation in kind.Relations.OrderBy(relation => relation.Name, StringComparer.Ordinal))
        {
            yield return [relation.Name, relation.IsMany ? "many" : "one", $"relation to {relation.Kind}"];
        }
    }

    private static void Write(ProgramHost host, IReadOnlyList<string[]> rows)
    {
        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        int[] widths = [.. Enumerable.Range(0, rows.Select(row => row.Length).DefaultIfEmpty().Max()).Select(column => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
