using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;

namespace RdpCompliance.Cli.Completion;

/// <summary>What an option takes.</summary>
internal enum CompletedValue
{
    /// <summary>Nothing: it is a switch.</summary>
    None,

    /// <summary>One of <see cref="CompletedOption.Words"/>.</summary>
    Word,
    File,
    Folder,

    /// <summary>Something that no shell can know.</summary>
    Text,
}

/// <param name="Names">"--output", "-o".</param>
internal sealed record CompletedOption(ImmutableArray<string> Names, string Title, CompletedValue Value, ImmutableArray<string> Words);

/// <summary>A command as a shell completes it.</summary>
/// <param name="Path">"" for the program itself, else "rules list".</param>
/// <param name="TakesFiles">Whether its arguments are paths.</param>
internal sealed record CompletedCommand(
    string Path,
    ImmutableArray<(string Name, string Title)> Commands,
    ImmutableArray<CompletedOption> Options,
    ImmutableArray<string> Words,
    bool TakesFiles);

/// <summary>All commands with what may follow them, from the definitions that the program parses by.</summary>
internal static class CompletionTree
{
    public static IEnumerable<CompletedCommand> Of(Command command, string path = "")
    {
        yield return new(
            path,
            [.. command.Subcommands.Where(one => !one.Hidden).Select(one => (one.Name, Title(one)))],
            [.. command.Options.Where(option => !option.Hidden).Select(Option)],
            [.. command.Arguments.SelectMany(WordsOf)],
            command.Arguments.Any(argument => argument.Name is "PATH" or "DIR" or "FILE"));
        foreach (var below in command.Subcommands.Where(one => !one.Hidden))
        {
            foreach (var one in Of(below, path.Length == 0 ? below.Name : $"{path} {below.Name}"))
            {
                yield return one;
            }
        }
    }

    private static CompletedOption Option(Option option)
    {
        var words = WordsOf(option).ToImmutableArray();
        return new(
            [.. option.Aliases.Prepend(option.Name).Distinct(StringComparer.Ordinal).Where(name => name.StartsWith('-'))],
            Title(option),
            option switch
            {
                _ when option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) => CompletedValue.None,
                _ when !words.IsEmpty => CompletedValue.Word,
                { HelpName: "DIR" } => CompletedValue.Folder,
                { HelpName: "FILE" or "PATH" } => CompletedValue.File,
                _ => CompletedValue.Text,
            },
            words);
    }

    private static IEnumerable<string> WordsOf(Symbol symbol) =>
        symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label).Where(word => word.Length > 0 && !word.StartsWith('-'));

    /// <summary>The first sentence, on one line.</summary>
    private static string Title(Symbol symbol) => (symbol.Description ?? "").Split([". ", "; ", "\n"], StringSplitOptions.None)[0].TrimEnd('.');
}
