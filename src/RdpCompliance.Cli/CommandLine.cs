using System.CommandLine;
using RdpCompliance.Cli.Commands;

namespace RdpCompliance.Cli;

/// <summary>The program: parses the arguments, runs one command, answers with an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs with the process' own console; Ctrl+C cancels.</summary>
    public static async Task<int> RunProcessAsync(string[] args)
    {
        using var interruption = new Interruption(TimeProvider.System, () => Environment.Exit((int)ExitCode.Cancelled));
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interruption.Press();
        };
        return await RunAsync(args, ProgramHost.OfProcess(), interruption.Token);
    }

    /// <summary>Never throws: a fault of the program itself is said on standard error and is <see cref="ExitCode.Bug"/>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, ProgramHost host, CancellationToken cancellation)
    {
        var root = new RootCommand("Finds out why Remote Desktop does not connect, and keeps it connecting safely.")
        {
            DiagnoseCommand.Create(host),
            ScanCommand.Create(host),
            RolloutCommand.Create(host),
            EvidenceCommand.Create(host),
            ExplainCommand.Create(host),
            RulesCommand.Create(host),
        };
        root.Add(CompletionCommand.Create(host, root));
        var parsed = root.Parse(args);
        try
        {
            using var output = new StreamWriter(host.Output, leaveOpen: true);
            if (UsageHelp.Problems(parsed, args) is { Count: > 0 } problems)
            {
                foreach (var problem in problems)
                {
                    await host.Error.WriteLineAsync(problem);
                }

                await host.Error.WriteLineAsync(UsageHelp.Hint(parsed));
                return (int)ExitCode.Usage;
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = host.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Cancelled;
        }
        catch (IOException exception)
        {
            await host.Error.WriteLineAsync(exception.Message);
            return (int)ExitCode.Usage;
        }
#pragma warning disable CA1031 // The last resort: what gets here is a bug, and the user must be told as much.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await host.Error.WriteLineAsync($"This is a fault of rdpcompliance itself; please report it with what follows.\n{exception}");
            return (int)ExitCode.Bug;
        }
    }
}
