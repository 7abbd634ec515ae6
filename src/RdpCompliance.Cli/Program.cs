using RdpCompliance.Cli;

return await CommandLine.RunProcessAsync(args);
