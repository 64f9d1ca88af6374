// Posts back to back with net/http: posts URL SECONDS
package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const goroutines = 8

var (
	mutex    sync.Mutex
	requests int
	failed   int
	pids     = map[string]bool{}
)

func main() {
	url := os.Args[1]
	seconds, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	client := &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{InsecureSkipVerify: true},
			ForceAttemptHTTP2:   true,
			MaxIdleConnsPerHost: goroutines,
		},
	}
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	var all sync.WaitGroup
	for i := 0; i < goroutines; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for time.Now().Before(end) {
				pid, err := post(client, url)
				count(pid, err)
			}
		}()
	}
	all.Wait()
	fmt.Printf("requests=%d failed=%d pids=", requests, failed)
	for pid := range pids {
		fmt.Printf("%s ", pid)
	}
	fmt.Println()
}

// A reader of which nobody knows that it could be read again, so that nothing is sent twice.
type once struct{ io.Reader }

func post(client *http.Client, url string) (string, error) {
	body := []byte("every byte of it")
	request, err := http.NewRequest("POST", url, once{bytes.NewReader(body)})
	if err != nil {
		return "", err
	}
	request.ContentLength = int64(len(body))
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	if response.StatusCode != 200 || !strings.HasPrefix(string(text), "bytes=16 ") {
		return "", fmt.Errorf("status %d: %s", response.StatusCode, text)
	}
	return response.Header.Get("X-Pid"), nil
}

func count(pid string, err error) {
	mutex.Lock()
	defer mutex.Unlock()
	requests++
	if err == nil {
		pids[pid] = true
		return
	}
	failed++
	if failed <= 20 {
		fmt.Fprintln(os.Stderr, err)
	}
}
