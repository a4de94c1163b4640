// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/gomodule/redigo/redis"
)

type file struct {
	URI string `json:"uri"`
}

type job struct {
	Version int               `json:"version"`
	ID      string            `json:"id"`
	Headers map[string]string `json:"headers"`
	Payload map[string][]file `json:"payload"`
}

func enqueue(connection redis.Conn, queue string, files []file, headers map[string]string) (string, error) {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return "", err
	}
	job := job{1, hex.EncodeToString(random[:]), headers, map[string][]file{"files": files}}
	text, err := json.Marshal(job)
	if err != nil {
		return "", err
	}
	_, err = connection.Do("LPUSH", "{"+queue+"}:jobs", text)
	return job.ID, err
}

func main() {
	connection, err := redis.DialURL(os.Getenv("REDIS_URL"))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	headers := map[string]string{}
	if parent := os.Getenv("TRACEPARENT"); parent != "" {
		headers["traceparent"] = parent
	}
	files := []file{{"https://example.org/page1.jpg"}, {"https://example.org/page2.jpg"}}
	id, err := enqueue(connection, "vote-extraction", files, headers)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(id)
}
