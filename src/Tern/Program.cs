using Tern.Commands;
using Tern.Hosting;

TernHost.UseInvariantCulture();
return await RootCommands.Create().Parse(args).InvokeAsync();
