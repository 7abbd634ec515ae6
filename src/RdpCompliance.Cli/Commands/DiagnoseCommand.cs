using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;

namespace RdpCompliance.Cli.Commands;

/// <summary>
/// <c>diagnose CODE [EXTENDED] PATH…</c>: which documented causes of the codes the evidence shows, which it rules out, and what would decide the rest.
/// </summary>
internal sealed class DiagnoseCommand
{
    private readonly Argument<string[]> _arguments = new("CODE [EXTENDED] PATH")
    {
        Description = "The error code and the extended error code of the dialogue (0x904 0x7, 0x904/0x7, or decimal), then files and folders to read.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _message = new("--message")
    {
        Description = "The text of the dialogue as it was pasted, in any language of Windows, instead of the codes.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _target = new("--target")
    {
        Description = "Only the machine of this name is meant; it is a host then.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _client = new("--client")
    {
        Description = "The machine that connects; its settings count for every target.",
        HelpName = "NAME",
    };

    private readonly ProgramHost _host;
    private readonly JudgeOptions _options;

    private DiagnoseCommand(ProgramHost host)
    {
        _host = host;
        _options = new(host, "diagnose", JudgeOptions.Purpose.Diagnosis);
    }

    public static Command Create(ProgramHost host)
    {
        var diagnose = new DiagnoseCommand(host);
        var command = new Command("diagnose", "Says which documented cause of an error it is, which are ruled out, and what would decide the rest.")
        {
            diagnose._arguments,
            diagnose._message,
            diagnose._target,
            diagnose._client,
        };
        foreach (var option in diagnose._options.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.FromResult((int)diagnose.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        if (Asked(parsed) is not { } asked)
        {
            return ExitCode.Usage;
        }

        var codes = BuiltInPack.Codes();
        var question = new DiagnosisQuestion(asked.Pair)
        {
            Meaning = codes.ShortOf(asked.Pair.Code, CodePlace.First),
            ExtendedMeaning = asked.Pair.Extended is { } extended ? codes.ShortOf(extended, CodePlace.Second) : null,
            Target = parsed.GetValue(_target),
            Client = parsed.GetValue(_client),
        };
        return _options.Run(parsed, asked.Paths, Judge);

        ScanResult? Judge(JudgeRequest request, UsageProblems problems)
        {
            var result = new Diagnose(request.Pack, EvidenceReaders.All, request.Settings with { Question = question })
                .Run(request.Disk.Tree, cancellation, request.Progress);
            if (question.Target is { } target && result is { IsAboutNothing: false, Diagnosis: { IsDocumented: true, Targets.IsEmpty: true } diagnosis })
            {
                problems.Add($"--target: '{target}' is none of what people connect to here; known are {Names(diagnosis.Unasked)}.");
                return null;
            }

            if (question.Client is { } client && result is { IsAboutNothing: false, Diagnosis: { IsDocumented: true, Clients.IsEmpty: true } })
            {
                problems.Add($"--client: '{client}' is no machine of the inputs.");
                return null;
            }

            return result;
        }
    }

    private static string Names(ImmutableArray<string> names) => names.IsEmpty ? "none" : string.Join(", ", names.Select(name => $"'{name}'"));

    /// <summary>The codes and the paths; <see langword="null"/> after a problem was said.</summary>
    private (ErrorPair Pair, ImmutableArray<string> Paths)? Asked(ParseResult parsed)
    {
        var problems = new UsageProblems(_host.Error);
        var arguments = parsed.GetValue(_arguments) ?? [];
        if (parsed.GetValue(_message) is { } message)
        {
            if (PastedDialogue.TryParse(message) is { } pasted)
            {
                return (pasted, [.. arguments]);
            }

            problems.Add("--message: the text holds no error code, such as 0x904.");
            return null;
        }

        if (ErrorPair.TryParse(arguments[0]) is not { } pair)
        {
            problems.Add($"'{arguments[0]}' is no error code; one such as 0x904 is wanted, or --message with the text of the dialogue.");
            return null;
        }

        var paths = arguments[1..];
        if (pair.Extended is null && paths is [var second, ..] && ErrorPair.TryParseCode(second) is { } extended && !IsThere(second))
        {
            pair = pair with { Extended = extended };
            paths = paths[1..];
        }

        if (paths.Length == 0)
        {
            problems.Add("A file or folder to read is wanted behind the codes.");
            return null;
        }

        return (pair, [.. paths]);
    }

    /// <summary>A folder may be called "7".</summary>
    private bool IsThere(string path) => Path.Exists(Path.GetFullPath(path, _host.WorkingDirectory));
}
